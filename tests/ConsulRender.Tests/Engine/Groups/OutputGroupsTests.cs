using ConsulRender.Groups;
using ConsulRender.Settings;
using ConsulRender.Templating;
using ConsulRender.Timing;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ConsulRender.Tests.Engine.Groups;

public sealed class OutputGroupsTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly FakeTimeProvider _clock = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Templates_that_name_the_same_group_change_together_and_others_alone()
    {
        var groups = Create(Contents("a", "both"), Contents("b"), Contents("c", "both"), Contents("both"));

        Assert.Equal(["both", "b", "both"], groups.Select(group => group.Name));
        Assert.Equal([2, 1, 1], groups.Select(group => group.Files.Count));
        Assert.Equal(["a", "c"], groups[0].Files.Select(file => file.Destination.Path));
    }

    [Fact]
    public void Every_error_of_every_template_is_told_and_each_once()
    {
        var broken = _directory.Write("broken.liquid", "{% if %}\n{{ x | upcse }}");
        var exception = Assert.Throws<TemplateException>(() => Create(
            new TemplateSettings { Source = broken, Destination = "a" },
            new TemplateSettings { Source = broken, Destination = "b" },
            new TemplateSettings { Source = _directory.Path("none.liquid"), Destination = "c" }));

        Assert.Contains($"{broken}:2:8: unknown filter", TemplateErrorText.Describe(exception), StringComparison.Ordinal);
        Assert.Contains($"{_directory.Path("none.liquid")}:1:1: cannot read the template: there is no such file", TemplateErrorText.Describe(exception), StringComparison.Ordinal);
        Assert.Distinct(TemplateErrorText.DescribeEach(exception));
    }

    [Theory]
    [InlineData("partial", "beside")]
    [InlineData("named.txt", "named")]
    [InlineData("elsewhere", "elsewhere")]
    [InlineData("partial.liquid", "beside")]
    public void Partials_are_found_beside_the_template_first_then_in_the_directories_of_the_settings(string name, string expected)
    {
        _directory.Write("one/partial.liquid", "beside");
        _directory.Write("one/named.txt", "named");
        _directory.Write("two/partial.liquid", "wrong");
        _directory.Write("two/elsewhere.liquid", "elsewhere");
        var source = _directory.Write("one/main.liquid", $"{{% include '{name}' %}}");
        var settings = new ConsulRender.Settings.Settings
        {
            Template = [new TemplateSettings { Source = source, Destination = "out" }],
            TemplateDirs = [_directory.Path("two")],
        };

        using var rendering = OutputGroups.Create(settings, new FakeTimeProvider()).Single().Files[0].Render(ConsulRender.Consul.Snapshot.Empty);
        Assert.Equal(expected, rendering.Text.ToString());
    }

    [Fact]
    public void A_group_waits_as_long_as_the_most_patient_of_its_templates()
    {
        var group = Create(
            new TemplateSettings { Contents = "x", Destination = "a", OutputGroup = "g", Wait = QuiescencePeriod.Parse("1s:9s") },
            new TemplateSettings { Contents = "x", Destination = "b", OutputGroup = "g", Wait = QuiescencePeriod.Parse("5s:6s") })[0];
        group.Evaluate(ConsulRender.Consul.Snapshot.Empty, _clock.GetTimestamp());

        Assert.Equal(TimeSpan.FromSeconds(5), group.Remaining);
    }

    private static TemplateSettings Contents(string destination, string? group = null) => new() { Contents = "x", Destination = destination, OutputGroup = group };

    private IReadOnlyList<OutputGroup> Create(params TemplateSettings[] templates) =>
        OutputGroups.Create(new ConsulRender.Settings.Settings { Template = templates }, _clock);
}
