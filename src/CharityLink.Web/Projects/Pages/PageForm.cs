using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.People;
using CharityLink.Projects;
using CharityLink.Web.Site;

namespace CharityLink.Web.Projects.Pages;

/// <summary>What is typed to open or change a page, kept as typed until it is accepted.</summary>
public sealed record PageForm(
    Guid Id, string Kind, string Team, string Title, string Text, string Goal, string Name, string Email, bool ShowsName, bool IsForProject)
{
    /// <summary>An empty form, perhaps for a member of a team.</summary>
    public static PageForm New(string team) => new(Guid.CreateVersion7(), nameof(PageKind.Personal), team, "", "", "", "", "", false, false);

    /// <summary>The form that changes a page, filled with what stands there.</summary>
    public static PageForm Of(PageRow row) => new(
        row.PageId, row.Kind.ToString(), row.TeamId?.ToString() ?? "", row.Title, row.Text, row.Goal?.Amount.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "", "", "", row.ShowsName, true);

    /// <summary>As posted.</summary>
    public static PageForm Read(IFormCollection form) => new(
        Posted.Id(form, "id"), form["kind"].ToString(), form["team"].ToString(), form["title"].ToString(), form["text"].ToString(), (Posted.Text(form, "goal") ?? "").Trim(),
        form["name"].ToString(), form["email"].ToString(), form["shows_name"].Count > 0, form["promise"].Count > 0);

    /// <summary>What is to stand on the page; a goal that is no amount is told at its field.</summary>
    public PageWords Words(ICollection<Refusal> why)
    {
        Money? goal = null;
        if (Goal.Length > 0)
        {
            if (GiftAmount.TryParse(Goal, out var amount, out var wrong))
            {
                goal = amount;
            }
            else
            {
                why.Add((wrong ?? new Refusal("amount_not_a_number")) with { Field = "goal" });
            }
        }

        return new(Title, Text, goal, ShowsName);
    }

    /// <summary>Who opens it; every reason it is nobody is told at its field. The address is needed: the page is confirmed and changed by mail.</summary>
    public PersonFields Owner(ICollection<Refusal> why)
    {
        if (PersonText.Name(Name, "name", out var name) is { } nameless)
        {
            why.Add(nameless);
        }

        if ((PersonText.Email(Email, "email", out var email) ?? (email is null ? new Refusal("page_email_missing", "email") : null)) is { } unreachable)
        {
            why.Add(unreachable);
        }

        return new(name, email);
    }
}
