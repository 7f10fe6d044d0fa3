namespace ConsulRender.Settings.Hcl;

/// <summary>A place in an HCL file, counted as editors count, both from 1; immutable.</summary>
internal readonly struct HclPlace(int line, int column)
{
    public int Line => line;

    public int Column => column;
}
