using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Network;
using CharityLink.Store;
using CharityLink.Web.Network;
using CharityLink.Web.Site;
using MediatR;

namespace CharityLink.Web.Giving.Words;

/// <summary>What givers say, read before everybody may: for those of the receiving organisation and its federation.</summary>
internal static class WordsConsole
{
    public static void MapWordsConsole(this SiteRoutes site)
    {
        site.Console.MapGet("/words", (HttpContext http, [AsParameters] Sources from, CancellationToken ct) => List(http, null, [], from, ct)).ForStaff();
        site.Console.MapPost("/gifts/{id:guid}/words", Decide).ForRoles(Role.FederationOfficer, Role.CharityOfficer);
    }

    private static async Task<IResult> List(HttpContext http, Guid? about, IReadOnlyList<Refusal> refusals, Sources from, CancellationToken ct)
    {
        await from.ReadModels.CaughtUp(http, from.Words.Name, "donations");
        var query = http.Request.Query;
        var state = ListPart.OneOf(query, "state", WordsListPage.States) ?? WordsListPage.States[0];
        var part = ListPart.Of(await from.Words.Seen(Sight.Of(http.Caller(), from.Divisions.City.Code), state, ListPart.Before(query), ListPart.Asked, ct), row => row.Position);
        return Page.Show<WordsListPage>(http, new
        {
            Rows = await from.Shelf.ForCharity(part.Rows, ct), part.Older, State = state, Offers = await from.Causes.FindMany(part.Rows.Select(row => row.Choice), ct),
            May = new Func<WordsRow, bool>(row => http.Caller().May<ApproveWords>(DivisionCode.Parse(row.Division), row.HolderId)),
            About = about, Typed = refusals.Count > 0 ? http.Request.Form["reason"].ToString() : null, Refusals = refusals,
        }, Page.Status(refusals));
    }

    private static async Task<IResult> Decide(HttpContext http, Guid id, IMediator mediator, [AsParameters] Sources from, CancellationToken ct)
    {
        var form = http.Request.Form;
        var (command, text) = (Posted.Id(form, "command"), new PersonId(Posted.Id(form, "text")));
        var outcome = form["act"].ToString() switch
        {
            "approve" => await mediator.Send(new ApproveWords(command, id, text), ct),
            "refuse" => await mediator.Send(new RefuseWords(command, id, text, form["reason"].ToString()), ct),
            _ => Outcome.Refused(new Refusal("payment_choice_missing")),
        };
        return outcome.IsDone ? Page.Go(http, outcome, "/console/words") : await List(http, id, outcome.Refusals, from, ct);
    }

    /// <summary>Where the page's figures come from.</summary>
    internal sealed record Sources(WordsList Words, WordsShelf Shelf, CauseBook Causes, Divisions Divisions, ReadModelHost ReadModels);
}
