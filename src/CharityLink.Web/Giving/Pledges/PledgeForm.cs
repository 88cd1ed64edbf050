using System.Globalization;
using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.People;

namespace CharityLink.Web.Giving.Pledges;

/// <summary>The form of a promise as it was typed: kept as it is, so that a refused form is shown with every value.</summary>
public sealed record PledgeForm(
    string Pledge, string Project, string Program, string Site, string Page, string Amount, string Every, string Count, string FirstOn, string Name, string Email, bool Anonymous, bool IsPublic)
{
    /// <summary>A fresh form for a cause.</summary>
    public static PledgeForm For(CauseChoice choice)
    {
        ArgumentNullException.ThrowIfNull(choice);
        return new(Guid.CreateVersion7().ToString(), Text(choice.ProjectId), Text(choice.ProgramId), Text(choice.SiteId), Text(choice.PageId), "", "once", "1", "", "", "", false, false);
    }

    /// <summary>What a form or an address brings; missing fields are empty.</summary>
    public static PledgeForm Read(Func<string, string?> field) => new(
        field("pledge") ?? "", field("project") ?? "", field("program") ?? "", field("site") ?? "", field("page") ?? "", (field("pledge_amount") ?? "").Trim(), field("every") ?? "once",
        (field("count") ?? "1").Trim(), (field("first_on") ?? "").Trim(), field("pledge_name") ?? "", field("pledge_email") ?? "", field("anonymous") == "1", field("public") == "1");

    /// <summary>What is promised to, or why it is nothing.</summary>
    public CauseChoice Choice(ICollection<Refusal> why) => new GiveForm("", Program, Site, Project, Page, "", "", "", "", "").ParseCause(why);

    /// <summary>Text becomes values, once; every reason it does not is told at its field.</summary>
    public PledgeOrder Parse()
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

        if (!DateOnly.TryParseExact(FirstOn, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first))
        {
            why.Add(new Refusal("date_malformed", "first_on"));
        }

        // One day is one part, whatever stands in the other field.
        var count = Every == "once" ? 1 : int.TryParse(Count, NumberStyles.None, CultureInfo.InvariantCulture, out var parts) ? parts : 0;
        var (wrongName, wrongEmail) = (PersonText.Name(Name, "pledge_name", out var name), PersonText.Email(Email, "pledge_email", out var email));
        why.AddRange(new[] { wrongName, wrongEmail ?? (email is null ? new Refusal("pledge_email_missing", "pledge_email") : null) }.OfType<Refusal>());
        return new(id, choice, amount, new PledgeSchedule(Every, count, first), new PersonFields(name, email), Anonymous, IsPublic, why);
    }

    private static string Text(Guid? id) => id?.ToString() ?? "";
}

/// <summary>A promise in values.</summary>
/// <param name="Refusals">Why it cannot be carried out; the values hold only when there are none.</param>
public sealed record PledgeOrder(
    Guid PledgeId, CauseChoice Choice, Money Amount, PledgeSchedule Schedule, PersonFields Giver, bool IsAnonymous, bool IsPublic, IReadOnlyList<Refusal> Refusals);
