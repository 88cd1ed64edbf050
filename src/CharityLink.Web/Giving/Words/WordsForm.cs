using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Projects;
using CharityLink.Web.Site;

namespace CharityLink.Web.Giving.Words;

/// <summary>What a giver typed to say something with a gift: kept as it is, so that a refused form is shown with every value.</summary>
/// <param name="Id">Made when the form was shown: sent twice, it is left once.</param>
/// <param name="Dedication"><c>honour</c>, <c>memory</c> or empty.</param>
/// <param name="To">Whom the gift is dedicated to.</param>
public sealed record WordsForm(Guid Id, string Message, string Dedication, string To)
{
    /// <summary>An empty one.</summary>
    public static WordsForm New() => new(Guid.CreateVersion7(), "", "", "");

    /// <summary>As it was sent.</summary>
    public static WordsForm Read(IFormCollection form) => new(Posted.Id(form, "words"), form["message"].ToString(), form["dedication"].ToString(), form["to"].ToString());

    /// <summary>Everything that is wrong with it, each at its field.</summary>
    public IEnumerable<Refusal> Check()
    {
        if (string.IsNullOrWhiteSpace(Message) && Dedication.Length == 0 && string.IsNullOrWhiteSpace(To))
        {
            yield return new Refusal("words_empty", "message");
        }

        if (!string.IsNullOrWhiteSpace(Message) && VoiceText.Visitors(Message, "message", GiftWords.MessageMax) is { } message)
        {
            yield return message;
        }

        if (Dedication.Length == 0 && !string.IsNullOrWhiteSpace(To))
        {
            yield return new Refusal("dedication_missing", "dedication");
        }

        if (Dedication.Length > 0 && (PlainText.Check(To, "to", PlainText.NameMax) ?? VoiceText.Visitors(To, "to", PlainText.NameMax)) is { } to)
        {
            yield return to;
        }
    }
}
