using System.Globalization;
using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.People;
using CharityLink.Web.Site;

namespace CharityLink.Web.Giving.Pledges;

/// <summary>The form of a promise as it was typed: kept as it is, so that a refused form is shown with every value.</summary>
public sealed record PledgeForm(
    string Pledge, string Project, string Program, string Site, string Page, string Amount, string Every, string Count, string FirstOn, string Name, string Email, bool Anonymous, bool IsPublic)
{
    /// <summary>It is collected from a card.</summary>
    public const string ByCard = "card";

    /// <summary>How it is to be kept: <see cref="ByCard"/>, or anything else for by the giver's own hand.</summary>
    public string Collect { get; init; } = "";

    /// <summary>The box under the consent was ticked.</summary>
    public bool Consents { get; init; }

    /// <summary>A fresh form for a cause.</summary>
    public static PledgeForm For(CauseChoice choice)
    {
        ArgumentNullException.ThrowIfNull(choice);
        return new(Guid.CreateVersion7().ToString(), Text(choice.ProjectId), Text(choice.ProgramId), Text(choice.SiteId), Text(choice.PageId), "", "once", "1", "", "", "", false, false);
    }

    /// <summary>What a form or an address brings; missing fields are empty.</summary>
    public static PledgeForm Read(Func<string, string?> field) => new(
        field("pledge") ?? "", field("project") ?? "", field("program") ?? "", field("site") ?? "", field("page") ?? "", (field("pledge_amount") ?? "").Trim(), field("every") ?? "once",
        (field("count") ?? "1").Trim(), (field("first_on") ?? "").Trim(), field("pledge_name") ?? "", field("pledge_email") ?? "", field("anonymous") == "1", field("public") == "1")
    {
        Collect = field("collect") ?? "",
        Consents = field("consent") == "1",
    };

    /// <summary>What is promised to, or why it is nothing.</summary>
    public CauseChoice Choice(ICollection<Refusal> why) => new GiveForm("", Program, Site, Project, Page, "", "", "", "", "").ParseCause(why);

    /// <summary>Text becomes values, once; every reason it does not is told at its field.</summary>
    /// <param name="lastDay">The last day of the project: the day of a promise by card, whatever stands elsewhere.</param>
    public PledgeOrder Parse(DateOnly? lastDay = null)
    {
        var why = new List<Refusal>();
        if (!Guid.TryParse(Pledge, out var id) || id == Guid.Empty)
        {
            why.Add(new Refusal("form_incomplete"));
        }

        var choice = Choice(why);
        if (!GiftAmount.TryParse(Amount, out var amount, out var wrongAmount))
        {
            why.Add(wrongAmount! with { Field = "pledge_amount" }); // Told whenever the amount is none.
        }

        var first = lastDay.GetValueOrDefault();
        if (Collect == ByCard)
        {
            why.AddRange(Consents ? [] : [new Refusal("pledge_consent_missing", "consent")]);
        }
        else if (!DateOnly.TryParseExact(FirstOn, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out first))
        {
            why.Add(new Refusal(string.IsNullOrWhiteSpace(FirstOn) ? "day_missing" : "date_malformed", "first_on"));
        }

        // One day is one part, whatever stands in the other field.
        var every = Collect == ByCard ? "once" : Every;
        var count = every == "once" ? 1 : TypedText.Number(Count) ?? 0;
        var (wrongName, wrongEmail) = (PersonText.Name(Name, "pledge_name", out var name), PersonText.Email(Email, "pledge_email", out var email));
        why.AddRange(new[] { wrongName, wrongEmail ?? (email is null ? new Refusal("pledge_email_missing", "pledge_email") : null) }.OfType<Refusal>());
        return new(id, choice, amount, new PledgeSchedule(every, count, first), new PersonFields(name, email), Anonymous, IsPublic, why, Collect == ByCard);
    }

    private static string Text(Guid? id) => id?.ToString() ?? "";
}

/// <summary>A promise in values.</summary>
/// <param name="IsByCard">It is collected from a card.</param>
/// <param name="Refusals">Why it cannot be carried out; the values hold only when there are none.</param>
public sealed record PledgeOrder(
    Guid PledgeId, CauseChoice Choice, Money Amount, PledgeSchedule Schedule, PersonFields Giver, bool IsAnonymous, bool IsPublic, IReadOnlyList<Refusal> Refusals,
    bool IsByCard = false);
