using CharityLink.Giving;
using CharityLink.Store;
using CharityLink.Web.Demo;
using CharityLink.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CharityLink.Web.Tests.Giving;

/// <summary>What the tests of giving's pages do again and again.</summary>
internal static class Gifts
{
    public const string Form = "main form";

    public static Guid Canteen { get; } = DemoId.Of("program:canteen");

    public static Guid Site(string division = "440703102201") => DemoId.Of($"site:canteen:{division}");

    public static Task<Answer> OpenForm(this Visitor visitor, string lang = "en") => visitor.Get($"/{lang}/give?program={Canteen}&site={Site()}");

    /// <summary>Fills in and sends the form of a page with the amount; anonymously unless a name is given.</summary>
    public static Task<Answer> Give(this Visitor visitor, Answer form, string amount = "60", string? name = null) =>
        visitor.Submit(form, Form, ("other", amount), ("who", name is null ? "anonymous" : "named"), ("name", name ?? ""));

    /// <summary>From an empty form to the payment page.</summary>
    public static async Task<Answer> GoToPayment(this Visitor visitor, string amount = "60", string? name = null)
    {
        var begun = await visitor.Give(await visitor.OpenForm(), amount, name);
        Assert.Equal(303, begun.Status);
        return await visitor.Follow(begun);
    }

    public static Task<Answer> Choose(this Visitor visitor, Answer payment, string choice) => visitor.Submit(payment, Form, ("choice", choice));

    public static Guid GiftOf(Answer form) => Guid.Parse(form.Html.QuerySelector("input[name=gift]")?.GetAttribute("value") ?? "");

    public static Guid GiftIn(string? address) => Guid.Parse(address!.Split('/', '?')[3]); // Only called with an address of a gift.

    /// <summary>What stands in the gift's stream.</summary>
    public static async Task<IReadOnlyList<object>> Facts(this SiteHost site, Guid gift) =>
        [.. (await site.App.Services.GetRequiredService<EventStore>().ReadStream(gift, 0, TestContext.Current.CancellationToken)).Events.Select(e => e.Data)];

    public static Task<Totals> TotalOf(this SiteHost site, string division) =>
        site.App.Services.GetRequiredService<GiftTotals>().Of(GiftTotals.Division, division, TestContext.Current.CancellationToken);
}
