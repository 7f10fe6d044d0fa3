using ConsulRender.Templating.Filters.Versions;
using Fluid.Values;

namespace ConsulRender.Templating.Values;

/// <summary>A semantic version in its parts, as the filter <c>semver</c> gives it.</summary>
internal sealed class VersionValue(SemanticVersion version) : RecordValue
{
    private static readonly string[] Names = ["build", "major", "minor", "patch", "prerelease"];

    internal override string Kind => "a version";

    internal override IReadOnlyList<string> MemberNames => Names;

    internal SemanticVersion Version => version;

    public override object ToObjectValue() => version;

    internal override FluidValue? Member(string looseName) => looseName switch
    {
        "build" => StringValue.Create(version.Build),
        "major" => Numbers.Of(version.Numbers[0]),
        "minor" => Numbers.Of(version.Numbers[1]),
        "patch" => Numbers.Of(version.Numbers[2]),
        "prerelease" => StringValue.Create(version.Prerelease),
        _ => null,
    };
}
