using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ConsulRender.Groups;

/// <summary>The set of files with which a group's reload failed last, known again by its hash: it is not tried whenever news lead to it once more. Owned by its group.</summary>
internal sealed class BadCandidate
{
    private byte[]? _hash;

    /// <summary>Whether it is this set.</summary>
    public bool Is(IReadOnlyList<PendingFile> files) => _hash is not null && Hash(files).AsSpan().SequenceEqual(_hash);

    /// <summary>Says that the reload failed with this set.</summary>
    /// <returns>Whether it is another one than before.</returns>
    public bool Mark(IReadOnlyList<PendingFile> files)
    {
        var hash = Hash(files);
        var isNew = _hash is null || !hash.AsSpan().SequenceEqual(_hash);
        _hash = hash;
        return isNew;
    }

    /// <summary>Says that a set has proved good.</summary>
    public void Clear() => _hash = null;

    /// <summary>Takes over what the group knew before the settings were read again.</summary>
    public void TakeOver(BadCandidate before) => _hash = before._hash;

    private static byte[] Hash(IReadOnlyList<PendingFile> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[sizeof(long)];
        foreach (var file in files)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(file.Destination.Path));

            // With its length, so that no text can pass for the next file's name; below zero there is none.
            BinaryPrimitives.WriteInt64LittleEndian(length, file.Text?.Length ?? -1);
            hash.AppendData(length);
            foreach (var piece in file.Text?.Pieces ?? [])
            {
                hash.AppendData(piece.Span);
            }
        }

        return hash.GetHashAndReset();
    }
}
