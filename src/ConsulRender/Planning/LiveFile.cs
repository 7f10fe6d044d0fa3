using ConsulRender.Files;

namespace ConsulRender.Planning;

/// <summary>A destination as it is before a plan, and the mode and owner that a change would give it; immutable.</summary>
/// <param name="Bytes">What it holds; null when there is none.</param>
/// <param name="Status">Its mode and owner; null when there is none.</param>
/// <param name="Mode">The mode it would have.</param>
/// <param name="User">The user it would have; null when that is the program's own.</param>
/// <param name="Group">The group it would have; null when that is the program's own.</param>
internal sealed record LiveFile(byte[]? Bytes, FileStatus? Status, UnixFileMode Mode, uint? User, uint? Group);
