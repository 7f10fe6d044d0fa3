using System.Globalization;
using System.Text;
using ConsulRender.Settings;
using Serilog.Events;
using Serilog.Formatting;

namespace ConsulRender.Cli.Logging;

/// <summary>A log file that is put aside when it is too large or too old; the file at its path is always the one that is written. Owned by a <see cref="SteadyTarget"/>.</summary>
/// <remarks>Files put aside by others, as logrotate does, are left alone, and a new one is begun.</remarks>
internal sealed class LogFile(string path, LogFileSettings settings, ITextFormatter formatter, TimeProvider timeProvider, Action<LogEventLevel, string> tell) : ILogTarget
{
    // A file that could not be put aside is written to for this long before that is tried again.
    private static readonly TimeSpan _rotationPause = TimeSpan.FromMinutes(1);

    private AppendedFile? _file;
    private DateTimeOffset _begun;
    private DateTimeOffset _noRotationBefore;
    private bool _isTorn;
    private bool _isToldOfRotation;

    /// <inheritdoc/>
    public string Name => $"log file \"{path}\"";

    /// <inheritdoc/>
    public void Write(LogEvent logEvent)
    {
        using var line = new StringWriter(CultureInfo.InvariantCulture);
        if (_isTorn)
        {
            // Half a line was written before the disk was full.
            line.Write('\n');
        }

        formatter.Format(logEvent, line);
        var text = line.ToString();
        var file = Open();
        if (IsRotationDue(file.Length, Encoding.UTF8.GetByteCount(text)))
        {
            file = Rotate();
        }

        Append(file, text);
    }

    /// <inheritdoc/>
    public void Dispose() => Close();

    private AppendedFile Open()
    {
        if (_file is { IsInPlace: false })
        {
            Close();
        }

        if (_file is null)
        {
            _file = new AppendedFile(path);
            _begun = Begun(_file.Length);
        }

        return _file;
    }

    private void Close()
    {
        _file?.Dispose();
        _file = null;
    }

    private void Append(AppendedFile file, string text)
    {
        var before = file.Length;
        try
        {
            file.Write(text);
            _isTorn = false;
        }
        catch (IOException)
        {
            _isTorn |= file.Length > before;
            Close();
            throw;
        }
    }

    private bool IsRotationDue(long length, long more)
    {
        var now = timeProvider.GetUtcNow();
        return length > 0
            && now >= _noRotationBefore
            && ((settings.LogRotateBytes > 0 && length + more > settings.LogRotateBytes)
                || (settings.LogRotateDuration > TimeSpan.Zero && now - _begun >= settings.LogRotateDuration));
    }

    private AppendedFile Rotate()
    {
        try
        {
            // A link stays, and the file that it leads to is put aside where it is.
            var old = new OldLogFiles(File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path, settings.LogRotateMaxFiles);
            old.Add(timeProvider.GetUtcNow());
            Close();
            var file = Open();
            old.Prune();
            _isToldOfRotation = false;
            return file;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A file that grows is better than none.
            _noRotationBefore = timeProvider.GetUtcNow() + _rotationPause;
            if (!_isToldOfRotation)
            {
                _isToldOfRotation = true;
                tell(LogEventLevel.Warning, $"{Name}: it cannot be rotated: {exception.Message}; it is tried again every {GoDuration.Format(_rotationPause)}");
            }

            return Open();
        }
    }

    // A file that was begun before this start is as old as its first line.
    private DateTimeOffset Begun(long length)
    {
        if (length > 0)
        {
            try
            {
                using var file = File.OpenHandle(path);
                Span<byte> first = stackalloc byte[2 * LogTime.Length];
                return LogTime.Find(Encoding.Latin1.GetString(first[..RandomAccess.Read(file, first, 0)])) ?? File.GetLastWriteTimeUtc(path);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // It may be written but not read, so its age is counted from now.
            }
        }

        return timeProvider.GetUtcNow();
    }
}
