using System.Text.RegularExpressions;
using Xunit;

namespace ConsulRender.Tests.Templating;

/// <summary>Holds the page for people who come from consul-template against the names that its version 0.42.1 knows.</summary>
public sealed class ComingFromConsulTemplateTests
{
    private const string Functions = """
        datacenters exportedServices importedServices file key keyExists keyOrDefault ls safeLs node nodes partitions peerings secret secrets
        service connect services tree safeTree caRoots caLeaf pkiCert nomadServices nomadService nomadVarList nomadVarListSafe nomadVar
        nomadVarExists scratch base64Decode base64Encode base64URLDecode base64URLEncode byKey byPort byTag contains containsAll containsAny
        containsNone containsNotAll env mustEnv envOrDefault executeTemplate explode explodeMap mergeMap mergeMapWithOverride in indent loop
        join trim trimPrefix trimSuffix trimSpace parseBool parseFloat parseInt parseJSON parseUint parseYAML plugin regexReplaceAll
        regexMatch replaceAll sha256Hex md5sum hmacSHA256Hex timestamp toLower toJSON toJSONPretty toUnescapedJSON toUnescapedJSONPretty
        toTitle toTOML toUpper toYAML split splitToMap byMeta sockaddr writeToFile add subtract multiply divide modulo minimum maximum
        spew_dump spew_printf spew_sdump spew_sprintf
        """;

    private const string Scratch = "scratch.Key scratch.Get scratch.Set scratch.SetX scratch.MapSet scratch.MapSetX scratch.MapValues";

    private const string OfGo = """
        and or not len index slice print printf println html js urlquery eq ne lt le gt ge call break continue range with if else define
        template block
        """;

    public static TheoryData<string> Names => [.. $"{Functions} {Scratch} {OfGo}".Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_name_of_consul_template_is_on_the_page(string name) =>
        Assert.Matches($@"`[^`]*(?<![\w.""-]){Regex.Escape(name)}(?![\w-])", LanguagePages.FirstCells(LanguagePages.ComingFrom));

    [Fact]
    public void Every_row_that_shows_both_spellings_is_executed()
    {
        var rows = LanguagePages.ComingFrom.Split('\n').Count(line => line.StartsWith("| `{{", StringComparison.Ordinal));
        Assert.True(rows >= 140, $"only {rows} rows were found");
        Assert.Equal(rows, LanguagePages.BothSpellings(LanguagePages.ComingFrom).Count);
    }
}
