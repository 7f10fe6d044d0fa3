using Xunit;

namespace ConsulRender.Tests.Engine;

public sealed class DotNameTests : IDisposable
{
    private readonly GroupUnderTest _test = new();

    public void Dispose() => _test.Dispose();

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
