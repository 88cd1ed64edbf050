using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.People;
using CharityLink.Web.Evidence;
using CharityLink.Web.Giving.Offline;
using CharityLink.Web.Site;
using MediatR;

namespace CharityLink.Web.Giving.Pledges;

/// <summary>GIV-4: an officer writes down a promise that came by letter, by telephone or on a stage.</summary>
internal static class EnterPromiseRoutes
{
    private const string PaperField = "paper";
    private static readonly Role[] _officers = [Role.FederationOfficer, Role.CharityOfficer];

    public static void MapEnteredPromises(this SiteRoutes site)
    {
        site.Console.MapGet("/pledges/new", (HttpContext http, [AsParameters] Sources from, CancellationToken ct) => Ask(http, Typed.Nothing, EvidenceIntake.None(PaperField), [], from, ct)).ForRoles(_officers);
        site.Console.MapPost("/pledges/new", Enter).ForRoles(_officers).TakesFiles();
    }

    private static async Task<IResult> Ask(HttpContext http, Typed typed, EvidenceIntake paper, IReadOnlyList<Refusal> refusals, Sources from, CancellationToken ct)
    {
        var holders = (await from.Desk.For<EnterPromise>(http.Caller(), ct)).Select(row => row.OrganisationId).ToHashSet();
        return Page.Show<EnterPromisePage>(http, new
        {
            Typed = typed, Paper = paper, Refusals = refusals, Today = Pledge.DayOf(from.Clock.GetUtcNow()),
            Causes = await from.Desk.Causes(one => holders.Contains(one.Id), null, http.Language(), ct),
        }, Page.Status(refusals));
    }

    private static async Task<IResult> Enter(HttpContext http, EvidenceUploads uploads, IMediator mediator, PledgePost post, [AsParameters] Sources from, CancellationToken ct)
    {
        var (typed, paper) = (Typed.From(http.Request.Form, "enter"), await uploads.Take(http, PaperField, 1, ct));
        var (ask, giver, wrong) = await Read(http, typed, paper, from, ct);
        var outcome = wrong.Count > 0 ? Outcome.Refused(wrong) : await Send(ask, giver, mediator, from, ct);
        if (!outcome.IsDone)
        {
            return await Ask(http, typed, paper, outcome.Refusals, from, ct);
        }

        post.Look(outcome.Position);
        return Page.Go(http, outcome, $"/console/pledges/{ask.PledgeId}");
    }

    private static async Task<(EnterPromise Ask, PersonFields Giver, IReadOnlyList<Refusal> Wrong)> Read(HttpContext http, Typed typed, EvidenceIntake paper, Sources from, CancellationToken ct)
    {
        var (id, every, why) = (typed.Id("pledge"), typed.Text("every"), new List<Refusal>(paper.Refusals));
        var choice = OfflineDesk.Choice(typed.Text("cause"));
        if (choice is null)
        {
            why.Add(new Refusal("batch_cause_unknown", "cause"));
        }

        var count = every == "once" ? 1 : typed.Number("count") ?? 0;
        why.AddRange(new[] { PersonText.Name(typed.Text("name"), "name", out var name), PersonText.Email(typed.Text("email"), "email", out var email), WrongPhone(typed.Text("phone"), out var phone) }.OfType<Refusal>());
        var language = Language.TryParse(typed.Text("language"), out var chosen) ? chosen : http.Language();
        var holder = choice is null ? Guid.Empty : (await from.Causes.Find(choice, ct)).Standing.Cause?.HolderId ?? Guid.Empty;
        // The form is known by the promise's id, as on the site.
        var ask = new EnterPromise(
            Guid.CreateVersion7(), id, holder, choice ?? new(null, null, null, null), typed.NeededAmount("amount"), MakePledge.GiverOf(id), typed.Ticked("anonymous"), email is not null,
            new PledgeSchedule(every, count, typed.NeededDay("first_on")), Enum.TryParse<PromiseForm>(typed.Text("form"), out var form) ? form : (PromiseForm)(-1), typed.NeededDay("promised_on"),
            typed.Ticked("listed"), paper.Files is [var file, ..] ? file : null, language.Tag, from.Clock.GetUtcNow());
        if (choice is not null && holder == Guid.Empty)
        {
            why.AddRange((await from.Causes.Find(choice, ct)).Standing.Refusals.Select(refusal => refusal with { Field = "cause" }));
        }

        return (ask, new PersonFields(name, email, phone, Language: language.Tag), [.. why, .. typed.WrongWith(ask)]);
    }

    // Who promises goes to the vault first, and leaves it again when the promise is refused.
    private static async Task<Outcome> Send(EnterPromise ask, PersonFields giver, IMediator mediator, Sources from, CancellationToken ct)
    {
        var kept = await from.Vault.Remember(ask.DonorId, giver, ct);
        if (kept.How == Remembered.Other)
        {
            return Outcome.Refused(new Refusal("pledge_id_reused"));
        }

        var outcome = await mediator.Send(ask with { GiverId = kept.Giver }, ct);
        if (!outcome.IsDone && kept.How == Remembered.New)
        {
            await from.Vault.Forget(ask.DonorId, ct);
        }

        return outcome;
    }

    private static Refusal? WrongPhone(string typed, out string? phone)
    {
        phone = typed.Trim() is { Length: > 0 } text ? text : null;
        return phone is null ? null : PlainText.Check(phone, "phone", PlainText.NameMax);
    }

    /// <summary>Where the form's choices come from.</summary>
    internal sealed record Sources(OfflineDesk Desk, CauseBook Causes, Vault Vault, TimeProvider Clock);
}
