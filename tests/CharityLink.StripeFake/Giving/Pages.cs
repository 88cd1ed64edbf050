using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CharityLink.StripeFake.Giving;

/// <summary>The hosted page and the bank's page, for a person to click through. Both say plainly that no money moves.</summary>
internal static class Pages
{
    public static void Map(IEndpointRouteBuilder routes, World world, Giver giver)
    {
        routes.MapGet("/checkout/{id}", (string id) => Page(() => Checkout(world, id)));
        routes.MapPost("/checkout/{id}", async (string id, HttpRequest request) =>
        {
            var form = await request.ReadFormAsync();
            return Move(() => giver.Pay(id, form["card"].ToString(), form["email"].ToString()));
        });
        routes.MapGet("/bank/{id}", (string id) => Page(() => AskGiver(world, id)));
        routes.MapPost("/bank/{id}", async (string id, HttpRequest request) =>
        {
            var form = await request.ReadFormAsync();
            return Move(() => giver.Authenticate(id, form["answer"] == "yes"));
        });
    }

    private static IResult Page(Func<string> write)
    {
        try
        {
            return Results.Content(write(), "text/html; charset=utf-8");
        }
        catch (Problem problem)
        {
            return Results.Content(PageHtml.Whole("Not found", $"<p>{WebUtility.HtmlEncode(problem.Message)}</p>"), "text/html; charset=utf-8", null, problem.Status);
        }
    }

    private static IResult Move(Func<string> act)
    {
        try
        {
            return Results.Redirect(act());
        }
        catch (Exception refused) when (refused is Problem or InvalidOperationException or ArgumentException)
        {
            return Results.Content(PageHtml.Whole("That did not work", $"<p role=\"alert\">{WebUtility.HtmlEncode(refused.Message)}</p>"), "text/html; charset=utf-8", null, 422);
        }
    }

    private static string Checkout(World world, string id)
    {
        lock (world.Gate)
        {
            world.RunDue();
            var page = world.Get("checkout.session", id);
            return (string?)page["status"] == "open"
                ? PageHtml.Checkout(page, LastError(world, page))
                : PageHtml.Whole("This page is closed", $"<p>It is {WebUtility.HtmlEncode((string?)page["status"])}.</p>");
        }
    }

    private static string? LastError(World world, JsonObject page) =>
        ((string?)page["payment_intent"] ?? (string?)page["setup_intent"]) is { } id && world.Find(id) is { } intent
            ? (string?)(intent["last_payment_error"] ?? intent["last_setup_error"])?["message"]
            : null;

    private static string AskGiver(World world, string id)
    {
        lock (world.Gate)
        {
            var intent = world.Find(id) ?? throw Problem.Missing(id);
            var sum = intent["amount"] is { } amount ? PageHtml.Sum((long)amount, (string)intent["currency"]!) : "keeping your card";
            return (string?)intent["status"] == "requires_action"
                ? PageHtml.Bank(id, sum)
                : PageHtml.Whole("Nothing to confirm", string.Create(CultureInfo.InvariantCulture, $"<p>It is {WebUtility.HtmlEncode((string?)intent["status"])}.</p>"));
        }
    }
}
