using System.Globalization;
using System.Text.RegularExpressions;
using HandlebarsDotNet;
using HandlebarsDotNet.Compiler;

namespace CharityLink.Web.Documents;

/// <summary>What is wrong with a template, for whoever edited it.</summary>
/// <param name="File">The file to mend, below the folder of templates.</param>
/// <param name="Line">Counted from 1; null where it cannot be told.</param>
/// <param name="MissingName">The name that the document does not have; null when the text cannot be read as a template.</param>
/// <param name="Message">What the engine says.</param>
public sealed partial record TemplateTrouble(string File, int? Line, string? MissingName, string Message)
{
    /// <summary>Finds the place of a fault in the texts a document is made of.</summary>
    /// <param name="texts">File and text, the template itself first.</param>
    internal static TemplateTrouble Of(Exception fault, IReadOnlyList<(string File, string Text)> texts)
    {
        var faults = All(fault).ToList();
        var missing = faults.OfType<HandlebarsUndefinedBindingException>().FirstOrDefault();
        if (missing is not null)
        {
            var (file, line) = Find(texts, missing.MissingKey);
            return new(file, line, missing.MissingKey, missing.Message);
        }

        var (at, unreadable) = texts.Select(one => (one.File, Fault: Unreadable(one.Text))).FirstOrDefault(one => one.Fault is not null);
        var told = (unreadable ?? fault).Message;
        int? number = Place.Match(told) is { Success: true } place ? int.Parse(place.Groups["line"].Value, CultureInfo.InvariantCulture) + 1 : null;
        return new(at ?? texts[0].File, number, null, told.Split('\n')[0].Trim());
    }

    /// <summary>What goes wrong in reading, compiling and filling a file that somebody edits by hand.</summary>
    internal static bool IsOfTemplate(Exception fault) =>
        fault is HandlebarsException or HandlebarsUndefinedBindingException or IOException or UnauthorizedAccessException or InvalidOperationException or ArgumentException or NotSupportedException;

    private static Exception? Unreadable(string text)
    {
        try
        {
            TemplateFolders.Read(text);
            return null;
        }
        catch (Exception fault) when (IsOfTemplate(fault))
        {
            return fault;
        }
    }

    private static IEnumerable<Exception> All(Exception fault)
    {
        for (var one = fault; one is not null; one = one.InnerException)
        {
            yield return one;
        }
    }

    private static (string File, int? Line) Find(IReadOnlyList<(string File, string Text)> texts, string name)
    {
        foreach (var (file, text) in texts)
        {
            var lines = text.Split('\n');
            var at = Array.FindIndex(lines, line => Regex.IsMatch(line, $$$"""\{\{[^}]*\b{{{Regex.Escape(name)}}}\b""", RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1)));
            if (at >= 0)
            {
                return (file, at + 1);
            }
        }

        return (texts[0].File, null);
    }

    [GeneratedRegex(@"Occured at:(?<line>\d+):\d+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Place { get; }
}
