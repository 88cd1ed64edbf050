using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.People;
using CharityLink.Projects;
using CharityLink.Store;
using CharityLink.Web.Hosting;
using CharityLink.Web.Projects.Voices.Letters;
using CharityLink.Web.Site;
using MediatR;
using Microsoft.AspNetCore.Identity;

namespace CharityLink.Web.Giving.Account;

/// <summary>GIV-8: a giver's own account. Gifts, receipts and promises; who is told the name; everything of one's own to take away; and the way out.</summary>
internal static class GiverRoutes
{
    private const int FollowedMax = 200;

    public static void MapGiverAccount(this IEndpointRouteBuilder app)
    {
        var own = app.MapGroup("/{lang:lang}/account").ForSignedIn().DisableAntiforgery();
        own.MapGet("/giving", Home);
        own.MapPost("/giving/{id:guid}", Show);
        own.MapPost("/updates", Updates);
        own.MapPost("/follow/{project:guid}", Follow);
        own.MapGet("/settings", (HttpContext http, [AsParameters] Sources from, CancellationToken ct) => Settings(http, "", [], null, from, ct));
        own.MapPost("/settings/{act}", Change).RequireRateLimiting(Limits.Secrets);
        own.MapGet("/export.json", (HttpContext http, GiverExport export, [AsParameters] Sources from, CancellationToken ct) => Export(http, export.WriteJson, "json", from, ct)).RequireRateLimiting(Limits.Exports);
        own.MapGet("/export.csv", (HttpContext http, GiverExport export, [AsParameters] Sources from, CancellationToken ct) => Export(http, export.WriteCsv, "csv", from, ct)).RequireRateLimiting(Limits.Exports);
    }

    private static async Task<IResult> Home(HttpContext http, long? before, string? starts, [AsParameters] Sources from, CancellationToken ct)
    {
        if (await from.Own(http) is not { } account)
        {
            return await from.Out(http);
        }

        await from.ReadModels.CaughtUp(http, from.Gifts.Name, from.Pledges.Name, from.Regulars.Name, from.Receipts.Name);
        var givers = await from.Givers.Givers(account.Id, ct);
        var part = ListPart.Of(await from.Gifts.OfGivers(givers, before, ListPart.Asked, ct), gift => gift.Position);
        var pledges = await from.Pledges.OfDonors(await from.Persons.Persons(givers, ct), ListPart.Size, ct);
        var regulars = await from.Regulars.OfGivers(givers, ListPart.Size, ct);
        var followed = await from.Letters.Followed(givers.Select(giver => giver.Value), FollowedMax, ct);
        var choices = part.Rows.Select(gift => gift.Choice).Concat(pledges.Select(pledge => pledge.Choice)).Concat(regulars.Select(regular => regular.Choice))
            .Concat(followed.Select(one => CauseChoice.OfProject(one.ProjectId)));
        var start = YearStart.Read(starts) ?? YearStart.Calendar;
        var statements = new List<(StatementOffer, CauseOrganisation?)>();
        foreach (var offered in await from.Statements.Offered(givers, start, ListPart.Size, ct))
        {
            // From memory.
            statements.Add((offered, await from.Causes.Organisation(offered.HolderId, ct)));
        }

        return Page.Show<GiverHomePage>(http, new
        {
            Name = (await from.Givers.Person(account.Id, ct)).Name, Gifts = part.Rows, part.Older,
            Receipts = (await from.Receipts.OfDonations(part.Rows.Select(gift => gift.Id), ct)).ToDictionary(receipt => receipt.DonationId), Pledges = pledges, Regulars = regulars,
            Offers = await from.Causes.FindMany(choices, ct), Statements = statements, YearStarts = start, from.Link,
            Followed = followed, IsStopped = (await from.Letters.Stopped([.. givers.Select(giver => giver.Value)], ct)).Count > 0,
        });
    }

    // The gift is the giver's, or not there.
    private static async Task<IResult> Show(HttpContext http, Guid id, IMediator mediator, [AsParameters] Sources from, CancellationToken ct)
    {
        if (await from.Own(http) is not { } account)
        {
            return await from.Out(http);
        }

        var form = http.Request.Form;
        var outcome = await mediator.Send(
            new ChangeAnonymity(Guid.CreateVersion7(), id, await from.Givers.Givers(account.Id, ct), form["public"].Count == 0, form["charity"].Count == 0), ct);
        if (!outcome.IsDone)
        {
            return Results.NotFound();
        }

        http.Follow(outcome.Position);
        return Page.Go(http, "/account/giving");
    }

    private static async Task<IResult> Updates(HttpContext http, [AsParameters] Sources from, CancellationToken ct)
    {
        if (await from.Own(http) is not { } account)
        {
            return await from.Out(http);
        }

        var (isOn, boxes) = (http.Request.Form["on"] == "1", (await from.Givers.Givers(account.Id, ct)).Select(giver => giver.Value).ToList());
        await (isOn ? from.Letters.Start(boxes, ct) : from.Letters.Stop(boxes, ct));
        return Page.Go(http, "/account/giving");
    }

    // Of a project they never gave to nothing is mailed, whatever is said here.
    private static async Task<IResult> Follow(HttpContext http, Guid project, ProjectDirectory projects, [AsParameters] Sources from, CancellationToken ct)
    {
        if (await from.Own(http) is not { } account)
        {
            return await from.Out(http);
        }

        if (await projects.Find(project, ct) is not { IsPublic: true })
        {
            return Results.NotFound();
        }

        var (isOn, boxes) = (http.Request.Form["on"] == "1", (await from.Givers.Givers(account.Id, ct)).Select(giver => giver.Value).ToList());
        await (isOn ? from.Letters.Follow(boxes, project, ct) : from.Letters.Unfollow(boxes, project, ct));
        return Page.Go(http, "/account/giving");
    }

    private static async Task<IResult> Settings(HttpContext http, string act, IReadOnlyList<Refusal> refusals, string? notice, Sources from, CancellationToken ct)
    {
        if (await from.Own(http) is not { } account)
        {
            return await from.Out(http);
        }

        return Page.Show<GiverSettingsPage>(http, new
        {
            Person = await from.Givers.Person(account.Id, ct), account.Language, HasPassword = await from.Accounts.HasPasswordAsync(account), IsStaff = account.Email is not null,
            Act = act, Typed = act.Length == 0 ? null : http.Request.Form, Refusals = refusals, Notice = notice,
        }, refusals.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<IResult> Change(HttpContext http, string act, GiverSettings settings, [AsParameters] Sources from, CancellationToken ct)
    {
        if (await from.Own(http) is not { } account)
        {
            return await from.Out(http);
        }

        var form = http.Request.Form;
        var refusals = act switch
        {
            "name" => await settings.Name(account, form["name"], form["language"], ct),
            "mail" => await settings.Mail(account, form["email"], http.Language(), ct),
            "password" => await settings.Password(account, form["current"].ToString(), form["password"].ToString()),
            "erase" => await settings.Erase(account, form["sure"].Count > 0, http.Language(), ct),
            _ => null,
        };
        return refusals is null ? Results.NotFound() : await Settings(http, refusals.Count > 0 ? act : "", refusals, refusals.Count > 0 ? null : $"giver.done.{act}", from, ct);
    }

    private static async Task<IResult> Export(HttpContext http, Func<Stream, Guid, Language, CancellationToken, Task> write, string kind, Sources from, CancellationToken ct)
    {
        if (await from.Own(http) is not { } account)
        {
            return await from.Out(http);
        }

        http.Response.Headers.CacheControl = "no-store";
        return Results.Stream(body => write(body, account.Id, http.Language(), ct), kind == "json" ? "application/json" : "text/csv; charset=utf-8", $"charitylink.{kind}");
    }

    /// <summary>Where the pages' figures come from, and whose they are.</summary>
    internal sealed record Sources(
        GiverAccounts Givers, GiverPersons Persons, DonationList Gifts, Receipts Receipts, PledgeList Pledges, RegularList Regulars, CauseBook Causes, GiverLink Link, LetterBook Letters, StatementBook Statements,
        ReadModelHost ReadModels, UserManager<Accounts.Account> Accounts, SignInManager<Accounts.Account> SignIn)
    {
        /// <summary>The account that asks, if its session still holds: asked at every request, so that a changed mailbox or an erasure ends the others at once.</summary>
        public Task<Accounts.Account?> Own(HttpContext http) => SignIn.ValidateSecurityStampAsync(http.User);

        public async Task<IResult> Out(HttpContext http)
        {
            await SignIn.SignOutAsync();
            return Page.Go(http, "/sign-in/link");
        }
    }
}
