using System.Reflection;

namespace ConsulRender.Cli;

/// <summary>The version the build was given.</summary>
internal static class ProgramVersion
{
    public static string Text => typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
}
