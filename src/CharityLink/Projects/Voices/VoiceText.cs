using System.Text.RegularExpressions;
using CharityLink.Kernel;

namespace CharityLink.Projects;

/// <summary>What people may write for everybody to read.</summary>
public static partial class VoiceText
{
    /// <summary>Longest update, in characters of Markdown.</summary>
    public const int UpdateMax = 5_000;

    /// <summary>Longest answer and correction.</summary>
    public const int AnswerMax = 2_000;

    /// <summary>One of the two languages is there, both are well-formed; the reason stands at the field of the first.</summary>
    public static IEnumerable<Refusal> EitherLanguage(string zh, string en, string field, int max, bool lines = true) =>
        string.IsNullOrWhiteSpace(zh) && string.IsNullOrWhiteSpace(en)
            ? [new Refusal("text_missing", $"{field}_zh")]
            : new[] { PlainText.CheckOptional(zh, $"{field}_zh", max, lines), PlainText.CheckOptional(en, $"{field}_en", max, lines) }.OfType<Refusal>();

    /// <summary>Visitors' words: well-formed, and nobody's address, telephone or identity number in them, for what was written down once stays in the log.</summary>
    public static Refusal? Visitors(string? text, string field, int max = PlainText.NoteMax) =>
        PlainText.Check(text, field, max, lines: true) ?? (Contact.IsMatch(text ?? "") ? new Refusal("text_names_contact", field) : null);

    // An e-mail address; eleven digits of a mobile number, spaced or not; the eighteen of an identity card.
    [GeneratedRegex(@"[^\s@]+@[^\s@]+\.\p{L}{2,}|(?<!\d)1[3-9](?:[ -]?\d){9}(?!\d)|(?<!\d)\d{17}[\dXx](?!\d)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Contact { get; }
}
