using System.Globalization;
using CharityLink.StripeFake.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CharityLink.StripeFake;

/// <summary>What a test in the same process calls directly, over HTTP for programs in other languages.</summary>
internal static class Control
{
    public static void Map(IEndpointRouteBuilder routes, FakeStripe fake)
    {
        routes.MapPost("/fake/advance", (string seconds) =>
        {
            fake.Clock.Advance(TimeSpan.FromSeconds(long.Parse(seconds, CultureInfo.InvariantCulture)));
            return Results.Ok();
        });
        routes.MapPost("/fake/fault", (FaultKind kind, int? times, int? retryAfter, bool? shouldRetry) =>
        {
            fake.Faults.Next(kind, times ?? 1, retryAfter is { } wait ? TimeSpan.FromSeconds(wait) : null, shouldRetry);
            return Results.Ok();
        });
        routes.MapGet("/fake/count", (string kind) => Results.Text(fake.Count(kind).ToString(CultureInfo.InvariantCulture)));
        routes.MapGet("/fake/waiting", () => Results.Text(fake.Webhooks.Waiting.ToString(CultureInfo.InvariantCulture)));
        routes.MapPost("/fake/deliver", async (int copies, int? shuffle, CancellationToken ct) =>
            Results.Text((await fake.Webhooks.Deliver(copies, shuffle, ct)).Count(status => status == 200).ToString(CultureInfo.InvariantCulture)));
        routes.MapPost("/fake/pay", (string session, string card) => Results.Text(fake.Giver.Pay(session, card)));
        routes.MapPost("/fake/authenticate", (string intent, bool approved) => Results.Text(fake.Giver.Authenticate(intent, approved)));
        routes.MapPost("/fake/dispute", (string charge) => Results.Text(fake.Bank.Dispute(charge)));
        routes.MapPost("/fake/decide", (string dispute, bool won) =>
        {
            fake.Bank.Decide(dispute, won);
            return Results.Ok();
        });
        routes.MapPost("/fake/warn", (string charge) => Results.Text(fake.Bank.Warn(charge)));
        routes.MapPost("/fake/pay-out", (string currency) => Results.Text(fake.Bank.PayOut(currency)));
        routes.MapPost("/fake/return-payout", (string payout) =>
        {
            fake.Bank.ReturnPayout(payout);
            return Results.Ok();
        });
        routes.MapPost("/fake/book", (string type, string source, long amount) => Results.Text(fake.Bank.Book(type, source, amount)));
    }
}
