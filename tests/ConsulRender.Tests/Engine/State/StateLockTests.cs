using ConsulRender.State;
using Xunit;

namespace ConsulRender.Tests.Engine.State;

public sealed class StateLockTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private StateDirectory Directory => new(_directory.Root);

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void The_second_is_told_who_has_it_and_gets_it_when_the_first_is_gone()
    {
        var (first, problem) = StateLock.Take(Directory);
        Assert.NotNull(first);
        Assert.Null(problem);

        var (second, taken) = StateLock.Take(Directory);
        Assert.Null(second);
        Assert.Equal($"another consulrender (PID {Environment.ProcessId}) has the state directory {_directory.Root}", taken);

        first.Dispose();
        var (third, _) = StateLock.Take(Directory);
        Assert.NotNull(third);
        third.Dispose();
    }

    [Fact]
    public void The_file_is_for_its_owner_alone()
    {
        using var taken = StateLock.Take(Directory).Lock;

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Directory.LockFile));
    }

    [Fact]
    public void Where_no_file_can_be_there_is_a_reason()
    {
        System.IO.Directory.CreateDirectory(Directory.LockFile);

        var (taken, problem) = StateLock.Take(Directory);
        Assert.Null(taken);
        Assert.StartsWith($"{Directory.LockFile} cannot be locked: ", problem, StringComparison.Ordinal);
    }
}
