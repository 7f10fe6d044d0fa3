using ConsulRender.Files;
using ConsulRender.Groups;
using ConsulRender.Processes;
using ConsulRender.Tests.Engine.Groups;
using Xunit;

namespace ConsulRender.Tests.Engine.Files;

public sealed class DotNameTests : IDisposable
{
    private readonly GroupUnderTest _test = new();

    public void Dispose() => _test.Dispose();

    [Theory]
    [InlineData("a.conf")]
    [InlineData(".hidden")]
    [InlineData("a.1.staged")]
    [InlineData("1")]
    public void The_name_of_a_file_beside_another_tells_whose_it_is(string name)
    {
        var path = DotName.Beside($"/etc/{name}", DotName.Previous);

        Assert.Equal("/etc", Path.GetDirectoryName(path));
        Assert.True(DotName.TryParse(Path.GetFileName(path), out var parsed));
        Assert.Equal(new DotName(name, Environment.ProcessId, DotName.Previous), parsed);
        Assert.Equal(Path.GetFileName(path), $"{parsed}");
    }

    [Theory]
    [InlineData(".a.conf.17.staged", true)]
    [InlineData("a.conf.17.staged", false)]
    [InlineData(".a.conf.17.swp", false)]
    [InlineData(".a.conf.17.Staged", false)]
    [InlineData(".a.conf.17", false)]
    [InlineData(".a.conf.staged", false)]
    [InlineData(".a.17 .staged", false)]
    [InlineData(".a.-17.staged", false)]
    [InlineData(".a.017.staged", false)]
    [InlineData(".a.0.staged", false)]
    [InlineData(".a.99999999999.staged", false)]
    [InlineData("..17.staged", false)]
    [InlineData(".17.staged", false)]
    [InlineData(".staged", false)]
    [InlineData("staged", false)]
    [InlineData("", false)]
    public void A_name_that_a_process_of_ours_cannot_have_given_is_known_as_another_s(string fileName, bool isOurs) =>
        Assert.Equal(isOurs, DotName.TryParse(fileName, out _));

    // What a web server does with conf.d/*: at no moment may it find anything but whole files of their final names.
    [Fact]
    public async Task Whoever_reads_all_files_of_the_directory_at_any_moment_finds_no_other_name()
    {
        _test.With("a.conf", template => template with { Check = CommandLine.FromText("true {path}") }).With("b.conf", template => template with { Perms = UnixFileMode.UserRead });
        var over = new TaskCompletionSource();
        var seen = new HashSet<string>();
        var looks = 0;
        var looking = Task.Run(
            () =>
            {
                for (; !over.Task.IsCompleted; looks++)
                {
                    seen.UnionWith(_test.Names.Where(name => !name.StartsWith('.')));
                }
            },
            TestContext.Current.CancellationToken);
        for (var round = 0; round < 60; round++)
        {
            var outcome = await _test.ApplyAsync(TestContext.Current.CancellationToken, ("a.conf", $"a {round}"), ("b.conf", $"b {round}"));
            Assert.IsType<ApplyOutcome.Applied>(outcome);
        }

        over.SetResult();
        await looking;
        Assert.True(looks > 60, $"It looked {looks} times only.");
        Assert.Equal(["a.conf", "b.conf"], seen.Order(StringComparer.Ordinal));
    }
}
