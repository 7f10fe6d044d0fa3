using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ConsulRender.State;

/// <summary>Says which daemon has the control socket and the last readings of a state directory. Held until disposed of; the kernel ends it with the process, whatever ends that.</summary>
/// <remarks>.NET would lock the file for reading, too, so that nobody could see whose it is.</remarks>
public sealed class StateLock : IDisposable
{
    private const int ToHave = 0x80042; // O_RDWR | O_CREAT | O_CLOEXEC on x86-64
    private const int OwnerReadsAndWrites = 0x180;

    private readonly SafeFileHandle _file;

    private StateLock(SafeFileHandle file) => _file = file;

    /// <summary>Takes the lock, if nobody has it.</summary>
    /// <param name="state">The directory; it exists.</param>
    /// <returns>The lock, or why there is none.</returns>
    public static (StateLock? Lock, string? Problem) Take(StateDirectory state)
    {
        var file = Flock.Open(state.LockFile, ToHave, OwnerReadsAndWrites);
        var isOthers = Flock.IsOthers(file);
        if (isOthers is not false)
        {
            var problem = isOthers is true ? $"another consulrender{Owner(file)} has the state directory {state.Path}" : Problem(state);
            file.Dispose();
            return (null, problem);
        }

        RandomAccess.SetLength(file, 0);
        RandomAccess.Write(file, System.Text.Encoding.ASCII.GetBytes($"{Environment.ProcessId}\n"), fileOffset: 0);
        return (new StateLock(file), null);
    }

    /// <summary>Whether the process that took the lock last still runs; asked without a try to take it, which would keep a daemon from it that is just being started.</summary>
    public static bool IsHeld(StateDirectory state) => OwnerIn(state) is { } processId && Directory.Exists(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}"));

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static string Problem(StateDirectory state) => $"{state.LockFile} cannot be locked: {Marshal.GetLastPInvokeErrorMessage()}";

    private static string Owner(SafeFileHandle file) => OwnerIn(file) is { } processId ? string.Create(CultureInfo.InvariantCulture, $" (PID {processId})") : "";

    private static int? OwnerIn(StateDirectory state)
    {
        try
        {
            // Shared with writers, it is opened without a lock.
            using var file = File.OpenHandle(state.LockFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return OwnerIn(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static int? OwnerIn(SafeFileHandle file)
    {
        // A process ID has a few digits.
        Span<byte> text = stackalloc byte[32];
        return int.TryParse(text[..RandomAccess.Read(file, text, 0)], NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var processId) ? processId : null;
    }
}
