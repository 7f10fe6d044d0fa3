using ConsulRender.Groups;
using Xunit;

namespace ConsulRender.Tests.Engine.Groups;

/// <summary>A group whose one template gives a file for each word of the key <c>items</c>.</summary>
public sealed class ForEachTests : IDisposable
{
    private const string Items = "key('items') | split: ','";

    private readonly TemporaryDirectory _directory = new();
    private GroupUnderTest _group;

    public ForEachTests() => _group = new() { Directory = _directory };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private IEnumerable<string> Files => _group.Names.Where(name => !name.StartsWith('.'));

    private string Manifest => Assert.Single(_group.Names, name => name.StartsWith(".consulrender-", StringComparison.Ordinal));

    public void Dispose()
    {
        _group.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task Each_item_has_its_file_and_all_have_one_reload()
    {
        With(reload: "echo $(cat DIR/*.conf) >>LOG");
        var outcome = Assert.IsType<ApplyOutcome.Applied>(await ApplyAsync("a,b,c"));

        Assert.Equal(["a.conf", "b.conf", "c.conf"], Files);
        Assert.Equal(3, outcome.Paths.Count);
        Assert.Equal(["[a]1[b]1[c]1"], _group.Log);
        Assert.Equal(["a.conf", "b.conf", "c.conf"], _directory.Lines(Manifest));
    }

    [Fact]
    public async Task The_file_of_an_item_that_is_gone_goes_with_the_same_reload()
    {
        With(reload: "echo $(cat DIR/*.conf) >>LOG");
        await ApplyAsync("a,b");
        var outcome = Assert.IsType<ApplyOutcome.Applied>(await ApplyAsync("b,c"));

        Assert.Equal([_directory.Path("c.conf")], outcome.Paths);
        Assert.Equal([_directory.Path("a.conf")], outcome.Removed);
        Assert.Equal(["b.conf", "c.conf"], Files);
        Assert.Equal(["[a]1[b]1", "[b]1[c]1"], _group.Log);
        Assert.Equal([Manifest, "b.conf", "c.conf"], _group.Names);
        Assert.Equal(["b.conf", "c.conf"], _directory.Lines(Manifest));
    }

    [Fact]
    public async Task When_only_an_item_is_gone_its_removal_is_reloaded()
    {
        With(reload: "echo run >>LOG");
        await ApplyAsync("a,b");
        Assert.IsType<ApplyOutcome.Applied>(await ApplyAsync("b"));

        Assert.Equal(["b.conf"], Files);
        Assert.Equal(["run", "run"], _group.Log);
        Assert.IsType<ApplyOutcome.Unchanged>(await ApplyAsync("b"));
    }

    [Fact]
    public async Task After_a_restart_the_files_of_items_that_are_gone_are_still_known()
    {
        With();
        await ApplyAsync("a,b");
        Restart();
        Assert.IsType<ApplyOutcome.Applied>(await ApplyAsync("b"));

        Assert.Equal(["b.conf"], Files);
    }

    [Fact]
    public async Task What_somebody_else_wrote_is_never_removed()
    {
        _directory.Write("other.conf", "theirs");
        With();
        await ApplyAsync("a,b");
        await ApplyAsync("a");

        Assert.Equal(["a.conf", "other.conf"], Files);
    }

    [Fact]
    public async Task A_file_that_was_there_with_the_right_text_is_never_ours_until_it_is_replaced()
    {
        _directory.Write("a.conf", "[a]1");
        _directory.Write("b.conf", "[b]1");
        With();
        Assert.IsType<ApplyOutcome.Unchanged>(await ApplyAsync("a,b"));
        Assert.IsType<ApplyOutcome.Applied>(await ApplyAsync("a,b,c"));
        File.SetLastWriteTimeUtc(_directory.Path("b.conf"), DateTime.UnixEpoch);
        Restart();
        await ApplyAsync("a");
        Assert.Equal(["a.conf", "b.conf"], Files);

        await ApplyAsync("a,b", text: "2");
        await ApplyAsync("a", text: "2");
        Assert.Equal(["a.conf"], Files);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_file_that_moves_to_another_template_with_the_same_text_stays_ours(bool takerIsFirst)
    {
        const string Other = "key('others') | split: ','";
        var destination = _directory.Path("{{ item }}.conf");
        var (first, second) = takerIsFirst ? (Other, Items) : (Items, Other);
        _group.With("first", contents: "[{{ item }}]", forEach: first, destination: destination)
            .With("second", contents: "[{{ item }}]", forEach: second, destination: $"{destination}{{{{ '' }}}}");
        await _group.ApplyAsync(Stop, ("items", "a,b"), ("others", "x"));
        Assert.IsType<ApplyOutcome.Unchanged>(await _group.ApplyAsync(Stop, ("items", "a"), ("others", "b,x")));
        Assert.Equal(["a.conf", "b.conf", "x.conf"], Files);
        await _group.ApplyAsync(Stop, ("items", "a"), ("others", "x"));

        Assert.Equal(["a.conf", "x.conf"], Files);
    }

    [Fact]
    public async Task A_reload_that_fails_brings_removed_and_changed_files_back_and_new_ones_go()
    {
        With(reload: "echo $(cat DIR/*.conf) >>LOG; test -e DIR/a.conf");
        await ApplyAsync("a,b");
        var manifest = _directory.Lines(Manifest);
        var failed = Failed(FailureKind.Reload, await ApplyAsync("b,c", text: "2"));

        Assert.Equal([Manifest, "a.conf", "b.conf"], _group.Names);
        Assert.Equal("[b]1", _directory.Read("b.conf"));
        Assert.Equal(["[a]1[b]1", "[b]2[c]2", "[a]1[b]1"], _group.Log);
        Assert.Equal(manifest, _directory.Lines(Manifest));
        Assert.Contains("the previous files are back and were reloaded", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_check_sees_every_staged_file_and_keeps_all_as_they_were()
    {
        With(check: "echo $(cat {path}) >>LOG; ! grep -q c {path}");
        await ApplyAsync("a,b");
        Failed(FailureKind.Check, await ApplyAsync("b,c"));

        Assert.Equal(["[a]1", "[b]1", "[b]1", "[c]1"], _group.Log);
        Assert.Equal([Manifest, "a.conf", "b.conf"], _group.Names);
    }

    [Fact]
    public async Task A_list_without_items_removes_nothing_unless_the_settings_allow_it()
    {
        With();
        await ApplyAsync("a,b");
        var failed = Failed(FailureKind.Guard, await ApplyAsync(""));
        Assert.Equal(
            $"{_directory.Path("{{ item }}.conf")}: the output is empty: for_each gives no items; all files were left as they are (set \"allow_empty\": true if no file is right)", failed.Message);
        Assert.Equal(["a.conf", "b.conf"], Files);

        Restart(keepTemplates: false);
        With(allowEmpty: true);
        Assert.IsType<ApplyOutcome.Applied>(await ApplyAsync(""));
        Assert.Empty(_group.Names);
    }

    [Fact]
    public async Task A_file_without_text_is_refused_as_ever_and_no_file_changes()
    {
        With(contents: "{% unless item == 'b' %}x{% endunless %}{{ key('text') }}");
        var failed = Failed(FailureKind.Guard, await ApplyAsync("a,b", text: " "));

        Assert.StartsWith($"{_directory.Path("b.conf")}: the output is empty", failed.Message, StringComparison.Ordinal);
        Assert.Empty(_group.Names);
    }

    [Theory]
    [InlineData("a,b,a", "{{ item }}.conf", "two items have the destination")]
    [InlineData("a,x", "{{ item | remove: 'x' }}", "is not a file inside")]
    [InlineData("../a", "{{ item }}.conf", "is not a file inside")]
    [InlineData("a", "{{ item }}/../../b", "is not a file inside")]
    [InlineData("a\tb", "{{ item }}", "holds a character that no file name should hold")]
    public async Task Items_that_cannot_have_a_file_each_are_an_error_that_names_one_and_nothing_is_written(string items, string destination, string problem)
    {
        With(destination: destination);
        var failed = Failed(FailureKind.Template, await ApplyAsync(items));

        Assert.Contains(problem, failed.Message, StringComparison.Ordinal);
        Assert.Contains("item ", failed.Message, StringComparison.Ordinal);
        Assert.Empty(_group.Names);
        Assert.Null(_group.Group.Remaining);
    }

    [Fact]
    public async Task An_item_without_a_destination_is_an_error()
    {
        _group.With("a", contents: "x", forEach: Items, destination: "{{ item | remove: 'x' }}");
        var failed = Failed(FailureKind.Template, await ApplyAsync("x"));

        Assert.Equal("{{ item | remove: 'x' }}: the destination is empty (for item 1, \"x\"); no file was changed", failed.Message);
    }

    [Fact]
    public async Task The_file_of_another_template_is_neither_taken_nor_removed()
    {
        With();
        await ApplyAsync("a,b");
        Restart();
        _group.With("b.conf", contents: "theirs");
        await ApplyAsync("a");
        Assert.Equal("theirs", _directory.Read("b.conf"));

        Assert.Contains("another template writes", Failed(FailureKind.Template, await ApplyAsync("a,b")).Message, StringComparison.Ordinal);
    }

    // A crash after the manifest was written and before the files were.
    [Fact]
    public async Task A_file_that_was_to_be_replaced_and_never_was_is_not_ours()
    {
        _directory.Write("b.conf", "theirs");
        With();
        await ApplyAsync("a");
        new FileManifest(_directory.Root, _directory.Path("{{ item }}.conf")).Begin([_directory.Path("b.conf"), _directory.Path("c.conf")]);
        Assert.Equal(3, _directory.Lines(Manifest).Count);
        Restart();
        await ApplyAsync("d");

        Assert.Equal(["b.conf", "d.conf"], Files);
        Assert.Equal("theirs", _directory.Read("b.conf"));
    }

    // A crash after the files were written and before the manifest was told.
    [Fact]
    public async Task A_file_that_was_written_before_a_crash_is_ours()
    {
        _directory.Write("b.conf", "theirs");
        With();
        await ApplyAsync("a");
        new FileManifest(_directory.Root, _directory.Path("{{ item }}.conf")).Begin([_directory.Path("b.conf"), _directory.Path("c.conf")]);
        _directory.Write("new", "[b]1");
        File.Move(_directory.Path("new"), _directory.Path("b.conf"), overwrite: true);
        _directory.Write("c.conf", "[c]1");
        Restart();
        await ApplyAsync("d");

        Assert.Equal(["d.conf"], Files);
    }

    [Fact]
    public async Task A_crash_between_removal_and_manifest_is_no_matter()
    {
        With();
        await ApplyAsync("a,b");
        File.Delete(_directory.Path("b.conf"));
        Restart();
        Assert.IsType<ApplyOutcome.Unchanged>(await ApplyAsync("a"));

        Assert.Equal(["a.conf"], _directory.Lines(Manifest));
    }

    [Fact]
    public async Task A_manifest_that_cannot_be_read_is_a_failure_of_the_group()
    {
        With();
        await ApplyAsync("a,b");
        var manifest = _directory.Path(Manifest);
        File.Delete(manifest);
        Directory.CreateDirectory(manifest);
        Directory.CreateDirectory(Path.Combine(manifest, "in-the-way"));
        var failed = Failed(FailureKind.Destination, await ApplyAsync("b,c"));

        Assert.Contains(manifest, failed.Message, StringComparison.Ordinal);
        Assert.Equal(["a.conf", "b.conf"], Files);
    }

    [Fact]
    public async Task A_dry_run_prints_new_files_and_names_those_that_would_go()
    {
        With(reload: "echo run >>LOG");
        await ApplyAsync("a,b");
        Evaluate("b,c");
        using var output = new StringWriter();
        await _group.Group.BeginChange().PrintAsync(output);

        Assert.Equal($"> {_directory.Path("c.conf")}\n[c]1> {_directory.Path("a.conf")} (removed)\n", output.ToString());
        Assert.Equal(["a.conf", "b.conf"], Files);
        Assert.Equal(["run"], _group.Log);
    }

    [Fact]
    public async Task The_pending_change_lists_what_is_written_and_what_goes()
    {
        With();
        await ApplyAsync("a,b");
        Evaluate("b,c");

        Assert.Equal(
            [(_directory.Path("b.conf"), "[b]1"), (_directory.Path("c.conf"), "[c]1"), (_directory.Path("a.conf"), null)],
            _group.Group.Pending().Select(file => (file.Destination.Path, file.Text?.ToString())));
    }

    [Fact]
    public async Task Directories_of_items_are_made()
    {
        With(destination: "{{ item }}/x.conf");
        await ApplyAsync("a,b");
        await ApplyAsync("b");

        Assert.False(File.Exists(_directory.Path("a/x.conf")));
        Assert.Equal("[b]1", _directory.Read("b/x.conf"));
        Assert.Equal(["b/x.conf"], _directory.Lines(Manifest));
    }

    [Fact]
    public async Task A_thousand_items_are_one_change()
    {
        With(reload: "ls DIR | wc -l >>LOG");
        await ApplyAsync(string.Join(',', Enumerable.Range(0, 1000)));
        var outcome = Assert.IsType<ApplyOutcome.Applied>(await ApplyAsync(string.Join(',', Enumerable.Range(1, 1000))));

        Assert.Single(outcome.Paths);
        Assert.Single(outcome.Removed);
        Assert.Equal(1000, Files.Count());
    }

    private static ApplyOutcome.Failed Failed(FailureKind kind, ApplyOutcome? outcome)
    {
        var failed = Assert.IsType<ApplyOutcome.Failed>(outcome);
        Assert.True(failed.Kind == kind, $"{failed.Kind}: {failed.Message}");
        return failed;
    }

    private void With(
        string contents = "[{{ item }}]{{ key('text') }}", string destination = "{{ item }}.conf", string? check = null, string? reload = null, bool allowEmpty = false) =>
        _group.With(destination, check, reload, allowEmpty, contents: contents, forEach: Items);

    private void Restart(bool keepTemplates = true)
    {
        var templates = keepTemplates ? _group.Templates : [];
        _group.Group.Dispose();
        _group = new() { Directory = _directory, Templates = templates };
    }

    private void Evaluate(string items, string text = "1") => _group.Evaluate(("items", items), ("text", text));

    private Task<ApplyOutcome> ApplyAsync(string items, string text = "1") => _group.ApplyAsync(Stop, ("items", items), ("text", text));
}
