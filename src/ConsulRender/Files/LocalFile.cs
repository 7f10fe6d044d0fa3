using System.Text;

namespace ConsulRender.Files;

/// <summary>Reads text files for templates. Stateless.</summary>
internal static class LocalFile
{
    /// <summary>The most bytes of a file; more is no piece of a configuration.</summary>
    internal const int Longest = 64 << 20;

    private static readonly UTF8Encoding _strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text without a byte order mark; null when there is no such file.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="sandbox">The folder that it must really be in; null for anywhere.</param>
    /// <exception cref="FileException">There is one, but it gives no text.</exception>
    public static string? Read(string path, string? sandbox = null)
    {
        try
        {
            if (sandbox is not null)
            {
                if (Sandbox.Resolve(path, sandbox) is not { } real)
                {
                    return null;
                }

                path = real;
            }

            RefuseSpecial(path);

            // Whoever writes it may go on, and its rename or removal is seen at the next look.
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            if (sandbox is not null)
            {
                Sandbox.Check(file.SafeFileHandle, sandbox);
            }

            return Decode(ReadBytes(file));
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new FileException(isLasting: false, "it may not be read (permission denied)", exception);
        }
        catch (IOException exception)
        {
            throw new FileException(isLasting: false, $"it cannot be read: {exception.Message}", exception);
        }
    }

    // To open a pipe would be to wait for who writes to it.
    private static void RefuseSpecial(string path)
    {
        if (FileSystem.Stamp(path) is { IsRegularFile: false })
        {
            throw new FileException(isLasting: false, Directory.Exists(path) ? "it is a directory" : "it is not a regular file");
        }
    }

    // The length is only a hint: files of /proc have none, and others grow while they are read.
    private static ReadOnlySpan<byte> ReadBytes(FileStream file)
    {
        var bytes = new byte[(int)Math.Clamp(file.Length + 1, 4096, Longest + 1)];
        var count = 0;
        for (var read = file.Read(bytes); read > 0; read = file.Read(bytes.AsSpan(count)))
        {
            count += read;
            if (count > Longest)
            {
                throw new FileException(isLasting: true, $"it is longer than {Longest >> 20} MiB");
            }

            if (count == bytes.Length)
            {
                Array.Resize(ref bytes, Math.Min(bytes.Length * 2, Longest + 1));
            }
        }

        return bytes.AsSpan(0, count);
    }

    private static string Decode(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return _strict.GetString(bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes);
        }
        catch (DecoderFallbackException exception)
        {
            throw new FileException(isLasting: true, "it is not UTF-8; save it as UTF-8", exception);
        }
    }
}
