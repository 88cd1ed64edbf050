using System.Runtime.CompilerServices;

namespace CharityLink.Web.Tests.Access;

/// <summary>A table of who may do what, kept beside the test so that a change of rights shows in review.</summary>
internal static class Expectation
{
    /// <summary>Compares with the file; <c>./test --snapshots</c> writes it instead.</summary>
    public static void Match(string file, string table, [CallerFilePath] string test = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(test) ?? "", file);
        var text = table.ReplaceLineEndings("\n").TrimEnd() + "\n";
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
        {
            File.WriteAllText(path, text);
        }

        Assert.Equal(File.ReadAllText(path), text);
    }
}
