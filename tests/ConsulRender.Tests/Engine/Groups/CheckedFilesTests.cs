using ConsulRender.Groups;
using ConsulRender.Processes;
using Xunit;

namespace ConsulRender.Tests.Engine.Groups;

/// <summary>What a check command gets to see of its group.</summary>
public sealed class CheckedFilesTests : IDisposable
{
    private readonly GroupUnderTest _test = new();

    public void Dispose() => _test.Dispose();

    [Theory]
    [InlineData("cat {paths} >>LOG; echo >>LOG")]
    [InlineData("cat \"{paths}\" >>LOG; echo >>LOG")]
    public async Task It_sees_all_files_of_the_group_staged_where_they_change(string check)
    {
        _test.With("a").With("b and more", check: check);
        await ApplyAsync("1", "1");
        await ApplyAsync("1", "2");

        Assert.Equal(["11", "12"], _test.Log);
    }

    [Fact]
    public async Task In_a_list_each_file_is_an_argument()
    {
        var script = _test.Directory.Write("script", "#!/bin/sh\nprintf '%s|' $# \"$1\" \"$4\" >>LOG\n".Replace("LOG", _test.Directory.Path("log"), StringComparison.Ordinal));
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        _test.With("a").With("b and more", template => template with { Check = CommandLine.FromWords([script, "-c", "{paths}", "{path}"]) });
        await ApplyAsync("1", "1");

        var staged = _test.Directory.Path($".b and more.{Environment.ProcessId}.staged");
        Assert.Equal([$"4|-c|{staged}|"], _test.Log);
    }

    [Fact]
    public async Task A_variable_says_which_file_stands_for_which()
    {
        _test.With("a").With("b and more", check: "test -n {path}; printf %s \"$CONSULRENDER_STAGED\" >>LOG", reload: "echo \"reload $CONSULRENDER_STAGED\" >>LOG");
        await ApplyAsync("1", "1");
        await ApplyAsync("1", "2");

        var (a, b) = (_test.Directory.Path("a"), _test.Directory.Path("b and more"));
        var stagedA = _test.Directory.Path($".a.{Environment.ProcessId}.staged");
        var stagedB = _test.Directory.Path($".b and more.{Environment.ProcessId}.staged");
        Assert.Equal([$"{a}\t{stagedA}", $"{b}\t{stagedB}", "reload ", $"{a}\t{a}", $"{b}\t{stagedB}", "reload "], _test.Log);
    }

    [Fact]
    public async Task Checks_that_come_to_the_same_run_once()
    {
        const string check = "cat {paths} >>LOG; echo >>LOG";
        _test.With("a", check: check).With("b and more", check: check).With("c", check: "echo {path} >/dev/null; cat {paths} >>LOG; echo >>LOG");
        await _test.ApplyAsync(TestContext.Current.CancellationToken, ("a", "1"), ("b and more", "2"), ("c", "3"));

        Assert.Equal(["123", "123"], _test.Log);
    }

    [Fact]
    public void A_listing_that_no_variable_can_hold_is_left_out()
    {
        Assert.NotNull(new CheckedFiles([("/a", "/b")]).Listing);
        Assert.Null(new CheckedFiles([.. Enumerable.Range(0, 5000).Select(item => ($"/etc/conf.d/{item}.conf", $"/etc/conf.d/.{item}.conf.1.staged"))]).Listing);
    }

    private Task<ApplyOutcome> ApplyAsync(string a, string b) => _test.ApplyAsync(TestContext.Current.CancellationToken, ("a", a), ("b and more", b));
}
