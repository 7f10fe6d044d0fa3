using ConsulRender.Consul.Transport;

namespace ConsulRender.Consul;

/// <summary>Reads a token from a file, without the blanks and line ends around it. Stateless.</summary>
public static class TokenFile
{
    private const int Longest = 4096;

    /// <summary>The token in the file.</summary>
    /// <exception cref="ConnectionException">There is none, or it cannot be sent.</exception>
    public static Secret Read(string path)
    {
        string text;
        try
        {
            text = File.ReadAllText(path).Trim();
        }
        catch (Exception exception) when (FileProblem.Is(exception))
        {
            throw new ConnectionException("token_file", $"cannot read '{path}': {FileProblem.File(path, exception)}", exception);
        }

        return text.Length is > 0 and <= Longest && !text.AsSpan().ContainsAnyExceptInRange(' ', '~')
            ? new Secret(text)
            : throw new ConnectionException("token_file", text.Length == 0 ? $"'{path}' is empty; write the token into it" : $"'{path}' must hold a token and nothing else");
    }
}
