using System.Runtime.CompilerServices;
using Xunit;

namespace CharityLink.Testing;

/// <summary>A page of docs/ that is written from the code, so that a changed event or address shows in review.</summary>
public static class Document
{
    /// <summary>Compares with the page; <c>./test --snapshots</c> writes it instead.</summary>
    public static void Match(string page, string text, [CallerFilePath] string test = "")
    {
        var path = Path.Combine(Root(test), "docs", page);
        text = text.ReplaceLineEndings("\n").TrimEnd() + "\n";
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
        {
            File.WriteAllText(path, text);
        }

        Assert.True(File.Exists(path), $"docs/{page} is missing: run ./test --snapshots and review it with git diff.");
        Assert.Equal(File.ReadAllText(path), text);
    }

    /// <summary>The folder that holds the solution, found upwards from a source file.</summary>
    public static string Root([CallerFilePath] string from = "")
    {
        var folder = Path.GetDirectoryName(from);
        while (folder is not null && !File.Exists(Path.Combine(folder, "CharityLink.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new DirectoryNotFoundException($"No CharityLink.sln above {from}.");
    }
}
