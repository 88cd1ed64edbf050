using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Network;
using CharityLink.Store;
using CharityLink.Web.Network;
using CharityLink.Web.Site;
using MediatR;

namespace CharityLink.Web.Giving.Offline;

/// <summary>The account details that givers are told: typed in by one person and typed again by another.</summary>
internal static class TransferAccountRoutes
{
    private static readonly Role[] _officers = [Role.FederationOfficer, Role.CharityOfficer];

    public static void MapTransferAccounts(this SiteRoutes site)
    {
        site.Console.MapGet("/transfers/accounts", (HttpContext http, [AsParameters] Sources from, CancellationToken ct) => Show(http, from, Typed.Nothing, [], ct)).ForRoles(_officers);
        site.Console.MapPost("/transfers/accounts/{act}", Act).ForRoles(_officers);
    }

    private static async Task<IResult> Act(HttpContext http, string act, IMediator mediator, [AsParameters] Sources from, CancellationToken ct)
    {
        var typed = Typed.From(http.Request.Form, act);
        var holder = typed.Reference("holder") ?? Guid.Empty;
        ICommand? command = act switch
        {
            "enter" => new EnterTransferAccount(typed.Id("command"), holder, typed.Id("entry"), typed.Reference("account") ?? Guid.Empty, typed.Text("payee"), typed.Text("number")),
            "confirm" => new ConfirmTransferAccount(typed.Id("command"), holder, typed.Reference("entry") ?? Guid.Empty, typed.Text("number_again")),
            "withdraw" => new WithdrawTransferAccount(typed.Id("command"), holder, typed.Reference("entry") ?? Guid.Empty),
            _ => null,
        };
        if (command is null)
        {
            return TypedResults.NotFound();
        }

        var outcome = await mediator.Send(command, ct);
        if (!outcome.IsDone)
        {
            return await Show(http, from, typed, outcome.Refusals, ct);
        }

        http.Follow(outcome.Position);
        return Page.Go(http, $"/console/transfers/accounts?holder={holder}");
    }

    private static async Task<IResult> Show(HttpContext http, Sources from, Typed typed, IReadOnlyList<Refusal> refusals, CancellationToken ct)
    {
        await from.ReadModels.CaughtUp(http, from.Transfers.Name);
        var holders = await from.Desk.For<EnterTransferAccount>(http.Caller(), ct);
        var asked = typed.Reference("holder") ?? (Guid.TryParse(http.Request.Query["holder"], out var id) ? id : null);
        var holder = holders.FirstOrDefault(one => one.OrganisationId == asked) ?? (holders.Count > 0 ? holders[0] : null);
        return Page.Show<TransferAccountsPage>(http, new
        {
            Holders = holders, Holder = holder, Typed = typed, Refusals = refusals, Me = http.Caller().AccountId,
            Rows = holder is null ? [] : await from.Transfers.Accounts(holder.OrganisationId, ct),
            Own = holder is null ? [] : (await from.Credentials.Find(holder.OrganisationId, ct)).Accounts.Where(one => one.IsInUse).ToList(),
        }, refusals.Count > 0 ? 422 : 200);
    }

    /// <summary>Where the page's rows come from.</summary>
    internal sealed record Sources(TransferBook Transfers, OfflineDesk Desk, CredentialDirectory Credentials, ReadModelHost ReadModels);
}
