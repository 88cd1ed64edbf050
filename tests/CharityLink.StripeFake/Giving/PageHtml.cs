using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;

namespace CharityLink.StripeFake.Giving;

/// <summary>The words and looks of the pages.</summary>
internal static class PageHtml
{
    private const string Style = """
        body{font:16px/1.5 system-ui,sans-serif;margin:0;background:#f6f8fa;color:#1a1f36}
        main{max-width:26rem;margin:2rem auto;padding:1.5rem;background:#fff;border:1px solid #d5dbe1;border-radius:8px}
        .fake{background:#6a1b9a;color:#fff;text-align:center;padding:.5rem}h1{font-size:1.25rem;margin:0 0 .5rem}
        .sum{font-size:2rem;font-weight:600;margin:.25rem 0 1rem}label{display:block;margin:.75rem 0 .25rem}
        input,select,button{font:inherit;width:100%;box-sizing:border-box;padding:.6rem;border:1px solid #8792a2;border-radius:6px}
        button{background:#1a5fb4;color:#fff;border:0;margin-top:1rem;cursor:pointer}.no{background:#fff;color:#1a1f36;border:1px solid #8792a2}
        [role=alert]{background:#fdecea;color:#8c1d18;padding:.6rem;border-radius:6px}a{display:block;text-align:center;margin-top:1rem}
        """;

    private static readonly Dictionary<CardBehaviour, string> Words = new()
    {
        [CardBehaviour.Works] = "pays",
        [CardBehaviour.AsksOnce] = "the bank asks once",
        [CardBehaviour.AsksAlways] = "the bank asks every time",
        [CardBehaviour.AsksThenDeclines] = "the bank asks, then declines",
        [CardBehaviour.AttachesButDeclines] = "can be kept, is declined when charged",
        [CardBehaviour.Declines] = "is declined",
        [CardBehaviour.TakesADay] = "pays a day later",
        [CardBehaviour.Redirects] = "opens the wallet",
    };

    public static string Checkout(JsonObject page, string? error)
    {
        var isSetup = (string?)page["mode"] == "setup";
        var types = page["payment_method_types"]!.AsArray().Select(t => (string)t!).ToList();
        var cards = string.Concat(Card.All.Where(c => types.Contains(c.Type)).Select(Option));
        var alert = error is null ? "" : $"<p role=\"alert\">{Text(error)}</p>";
        var turnBack = (string?)page["cancel_url"] is { } back ? $"<a href=\"{Text(back)}\">Cancel</a>" : "";
        return Whole(isSetup ? "Keep a card for later" : "Pay", $"""
            <p class="sum">{(isSetup ? "Nothing is charged now" : Sum((long)page["amount_total"]!, (string)page["currency"]!))}</p>{alert}
            <form method="post" action="/checkout/{Text((string)page["id"]!)}">
            <label for="email">E-mail</label><input id="email" name="email" type="email" required value="{Text((string?)page["customer_email"] ?? "giver@example.org")}">
            <label for="card">Test card or wallet</label><select id="card" name="card">{cards}</select>
            <button>{(isSetup ? "Keep card" : "Pay")}</button></form>{turnBack}
            """);
    }

    public static string Bank(string id, string sum) => Whole("Your bank asks", $"""
        <p>Do you confirm {Text(sum)}?</p>
        <form method="post" action="/bank/{Text(id)}"><button name="answer" value="yes">Confirm</button>
        <button class="no" name="answer" value="no">Refuse</button></form>
        """);

    public static string Whole(string title, string body) => $"""
        <!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{Text(title)}</title>
        <style>{Style}</style></head><body><p class="fake">A stand-in for Stripe: no money moves</p><main><h1>{Text(title)}</h1>{body}</main></body></html>
        """;

    public static string Sum(long minor, string currency) => currency is "jpy" or "krw"
        ? string.Create(CultureInfo.InvariantCulture, $"{currency.ToUpperInvariant()} {minor:N0}")
        : string.Create(CultureInfo.InvariantCulture, $"{currency.ToUpperInvariant()} {minor / 100m:N2}");

    private static string Option(Card card) =>
        $"<option value=\"{card.Token}\">{Text(card.Number.Length > 0 ? card.Number : card.Type)}: {Words[card.Behaviour]}</option>";

    private static string Text(string? text) => WebUtility.HtmlEncode(text) ?? "";
}
