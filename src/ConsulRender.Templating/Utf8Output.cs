using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text.Unicode;
using ConsulRender.Templating.Nodes;

namespace ConsulRender.Templating;

/// <summary>
/// Collects a render's UTF-8 in pooled blocks that grow; owned by the render until <see cref="Detach"/> hands the blocks over.
/// </summary>
internal sealed class Utf8Output
{
    private const int FirstBlock = 4 * 1024;
    private const int LargestBlock = 256 * 1024;

    private readonly List<ArraySegment<byte>> _full = [];
    private readonly RenderBudget _budget;
    private byte[] _block = ArrayPool<byte>.Shared.Rent(FirstBlock);
    private int _used;

    // How much of the block may be filled: less than it holds when the budget ends before it does.
    private int _capacity;

    internal Utf8Output(RenderBudget budget)
    {
        _budget = budget;
        _capacity = budget.BytesUpTo(_block.Length);
    }

    internal void Write(ReadOnlySpan<byte> utf8)
    {
        while (utf8.Length > _capacity - _used)
        {
            var part = _capacity - _used;
            utf8[..part].CopyTo(_block.AsSpan(_used));
            _used = _capacity;
            utf8 = utf8[part..];
            Grow();
        }

        utf8.CopyTo(_block.AsSpan(_used));
        _used += utf8.Length;
    }

    internal void Write(ReadOnlySpan<char> text)
    {
        int written;
        while (Utf8.FromUtf16(text, _block.AsSpan(_used, _capacity - _used), out var read, out written) == OperationStatus.DestinationTooSmall)
        {
            _used += written;
            text = text[read..];
            Grow();
        }

        _used += written;
    }

    internal void Write(long number)
    {
        int written;
        while (!Utf8Formatter.TryFormat(number, _block.AsSpan(_used, _capacity - _used), out written))
        {
            Grow();
        }

        _used += written;
    }

    /// <summary>How many bytes were written.</summary>
    internal long Length => Taken + _used;

    /// <summary>How many of them the budget was asked for so far.</summary>
    internal long Taken { get; private set; }

    /// <summary>Copies what was written since the text had a certain length.</summary>
    internal void CopySince(long length, Span<byte> copy)
    {
        foreach (var block in _full)
        {
            if (length < block.Count)
            {
                block.AsSpan((int)length).CopyTo(copy);
                copy = copy[(block.Count - (int)length)..];
            }

            length = Math.Max(0, length - block.Count);
        }

        _block.AsSpan((int)length, _used - (int)length).CopyTo(copy);
    }

    /// <summary>Gives the text away; the caller returns the blocks.</summary>
    internal RenderedText Detach()
    {
        _full.Add(new ArraySegment<byte>(_block, 0, _used));
        _block = [];
        return new RenderedText([.. _full]);
    }

    /// <summary>What was written as a string, for captures; the blocks go back at once.</summary>
    internal string DetachString()
    {
        _budget.TryTake(_used);
        using var text = Detach();
        return text.ToString();
    }

    private void Grow()
    {
        if (_capacity < _block.Length || !_budget.TryTake(_used))
        {
            throw new OutputFullException();
        }

        Taken += _used;
        _full.Add(new ArraySegment<byte>(_block, 0, _used));
        _block = ArrayPool<byte>.Shared.Rent(Math.Min(_block.Length * 4, LargestBlock));
        _used = 0;
        _capacity = _budget.BytesUpTo(_block.Length);
    }
}

/// <summary>Says that a render makes more text than it may; the same render, done again with more care, tells the place.</summary>
[SuppressMessage("Design", "CA1064", Justification = "It is always turned into a TemplateFailure before it leaves.")]
internal sealed class OutputFullException : Exception;
