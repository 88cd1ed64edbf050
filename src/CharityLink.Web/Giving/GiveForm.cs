using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.People;

namespace CharityLink.Web.Giving;

/// <summary>The giving form as it was typed: kept as it is, so that a refused form is shown with every value.</summary>
public sealed record GiveForm(string Gift, string Program, string Site, string Project, string Page, string Amount, string Other, string Who, string Name, string Email, string Method = "")
{
    /// <summary>The form gives with a name.</summary>
    public const string Named = "named";

    /// <summary>The form gives without one.</summary>
    public const string Anonymous = "anonymous";

    /// <summary>The giver transfers from a bank instead of paying on the next page.</summary>
    public const string ByTransfer = "transfer";

    /// <summary>Given once, not again and again.</summary>
    public const string Once = "once";

    /// <summary>How it is to be paid, as chosen.</summary>
    public string How { get; init; } = "";

    /// <summary>How often it is to be given, as chosen.</summary>
    public string Every { get; init; } = "";

    /// <summary>The amount that counts: what was typed, else what was chosen.</summary>
    public string AmountTyped => Other.Length > 0 ? Other : Amount;

    /// <summary>What a form or an address brings; missing fields are empty.</summary>
    public static GiveForm Read(Func<string, string?> field) => new(
        field("gift") ?? "", field("program") ?? "", field("site") ?? "", field("project") ?? "", field("page") ?? "", field("amount") ?? "", (field("other") ?? "").Trim(),
        field("who") ?? "", field("name") ?? "", field("email") ?? "", field("method") ?? "")
    {
        How = field("how") ?? "",
        Every = field("every") ?? "",
    };

    /// <summary>Text becomes values, once; every reason it does not is told at its field.</summary>
    public GiveOrder Parse()
    {
        var why = new List<Refusal>();
        if (!Guid.TryParse(Gift, out var gift) || gift == Guid.Empty)
        {
            why.Add(new Refusal("form_incomplete"));
        }

        var choice = ParseCause(why);
        if (!GiftAmount.TryParse(AmountTyped, out var amount, out var wrongAmount))
        {
            why.Add(wrongAmount!); // Told whenever the amount is none.
        }

        return new(gift, choice, amount, ParseWho(why), Who != Named, why, How == ByTransfer, Method) { Every = ParseEvery(why) };
    }

    // Empty for a gift that is given once.
    private string ParseEvery(List<Refusal> why)
    {
        if (Every is "" or Once)
        {
            return "";
        }

        if (!RegularCalendar.Ways.Contains(Every, StringComparer.Ordinal))
        {
            why.Add(new Refusal("regular_every_unknown", "every"));
        }

        if (How == ByTransfer)
        {
            why.Add(new Refusal("regular_needs_card", "every"));
        }

        if (Who != Named || string.IsNullOrWhiteSpace(Email))
        {
            why.Add(new Refusal("regular_needs_mail", Who == Named ? "email" : "who"));
        }

        return Every;
    }

    /// <summary>What is given to, or why it is nothing.</summary>
    public CauseChoice ParseCause(ICollection<Refusal> why)
    {
        if (Project.Length > 0)
        {
            return ParseProject(why);
        }

        if (!Guid.TryParse(Program, out var program))
        {
            why.Add(new Refusal("program_unknown", "program"));
        }

        if (Site.Length > 0 && !Guid.TryParse(Site, out _))
        {
            why.Add(new Refusal("site_unknown", "site"));
        }

        return new(program, Guid.TryParse(Site, out var site) ? site : null, null, null);
    }

    private CauseChoice ParseProject(ICollection<Refusal> why)
    {
        if (!Guid.TryParse(Project, out var project))
        {
            why.Add(new Refusal("project_unknown", "project"));
        }

        if (Page.Length > 0 && !Guid.TryParse(Page, out _))
        {
            why.Add(new Refusal("page_unknown", "project"));
        }

        return new(null, null, project, Guid.TryParse(Page, out var page) ? page : null);
    }

    // Who gives anonymously may have typed a name before: it is not even looked at.
    private PersonFields? ParseWho(List<Refusal> why)
    {
        if (Who is not (Named or Anonymous))
        {
            why.Add(new Refusal("who_missing", "who"));
        }

        if (Who != Named)
        {
            return null;
        }

        var wrong = new[] { PersonText.Name(Name, "name", out var name), PersonText.Email(Email, "email", out var email) };
        why.AddRange(wrong.OfType<Refusal>());
        return new PersonFields(name, email);
    }
}

/// <summary>A giving form in values.</summary>
/// <param name="Giver">Null for an anonymous gift.</param>
/// <param name="Method">The way to pay, as it was chosen; empty for none.</param>
/// <param name="Refusals">Why it cannot be carried out; the values hold only when there are none.</param>
/// <param name="ByTransfer">It will come from the giver's bank.</param>
public sealed record GiveOrder(Guid DonationId, CauseChoice Choice, Money Amount, PersonFields? Giver, bool IsAnonymous, IReadOnlyList<Refusal> Refusals, bool ByTransfer = false, string Method = "")
{
    /// <summary>How often it is given: <c>week</c>, <c>month</c>, <c>year</c>; empty for once.</summary>
    public string Every { get; init; } = "";
}
