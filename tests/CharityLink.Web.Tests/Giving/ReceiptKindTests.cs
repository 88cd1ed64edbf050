using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Network;
using CharityLink.Store;
using CharityLink.Web.Tests.Projects.Pages;
using CharityLink.Web.Tests.Support;

namespace CharityLink.Web.Tests.Giving;

/// <summary>Receipts of every kind as they are checked and shown, each in a register of its own.</summary>
[Collection(Shared.Giving)]
public sealed class ReceiptKindTests(SiteHost site)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("CN", "sandbox", 60_00, "¥60.00人民币陆拾元整", "Demonstration: not a fiscal receipt.")]
    [InlineData("CN", "card", 60_00, "¥60.00人民币陆拾元整", "Not a fiscal receipt: a deduction needs")]
    [InlineData("US", "in_kind", 0, "Value not stated", null)]
    public async Task The_page_that_checks_a_receipt_says_what_kind_of_receipt_it_is(string law, string method, long minor, string amount, string? kind)
    {
        var (holder, gift) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var receipt = new ReceiptIssued(
            ReceiptIssuer.ReceiptOf(gift), gift, holder, 2026, 1, new(Gifts.Canteen, null, holder, holder, holder, DivisionCode.Parse("440700")), Money.Cny(minor), null,
            TimeProvider.System.GetUtcNow(), long.MaxValue, minor == 0 ? [new GiftLine("大米", "Rice", 1, "袋", Money.Cny(0))] : null, Method: method, Jurisdiction: law);
        await site.Service<EventStore>().Append([new StreamChange(ReceiptIssuer.RegisterId(holder, 2026), "receipt_register", 0, [receipt])], EventMetadata.None, Ct);
        await site.CaughtUp("receipts");
        var page = await site.Visitor().Get($"/en/verify/{VerificationCode.Show(VerificationCode.Of(receipt.ReceiptId))}");
        Assert.Equal("This receipt is genuine", page.Text("h1"));
        Assert.Contains(amount, string.Concat(page.Text("dl").Where(c => !char.IsWhiteSpace(c) || c == ' ')), StringComparison.Ordinal);
        var said = page.Html.QuerySelectorAll("p.soft.small").Select(text => text.TextContent).FirstOrDefault(text => text.Contains("fiscal", StringComparison.Ordinal));
        Assert.Equal(kind, said?[..Math.Min(said.Length, kind?.Length ?? 0)]);
    }

    [Fact]
    public async Task A_receipt_calls_its_organisation_as_it_was_called_when_it_was_issued()
    {
        var (holder, gift, store) = (Guid.CreateVersion7(), Guid.CreateVersion7(), site.Service<EventStore>());
        var registered = new OrganisationRegistered(holder, "旧名", "Old name", OrganisationKind.Foundation, DivisionCode.Parse("440700"), "51440700OLD", null, true);
        var receipt = new ReceiptIssued(
            ReceiptIssuer.ReceiptOf(gift), gift, holder, 2026, 1, new(Gifts.Canteen, null, holder, holder, holder, DivisionCode.Parse("440700")), Money.Cny(60_00), null,
            TimeProvider.System.GetUtcNow(), long.MaxValue);
        await store.Append([new StreamChange(holder, "organisation", 0, [registered])], EventMetadata.None, Ct);
        await store.Append([new StreamChange(ReceiptIssuer.RegisterId(holder, 2026), "receipt_register", 0, [receipt])], EventMetadata.None, Ct);
        await store.Append([new StreamChange(holder, "organisation", 1, [new OrganisationChanged(holder, "新名", "New name", "51440700NEW")])], EventMetadata.None, Ct);
        await site.CaughtUp("receipts");
        var sheet = (await site.Visitor().Get($"/en/gifts/{gift}/receipt")).Text("body");
        Assert.All(["Old name", "51440700OLD"], said => Assert.Contains(said, sheet, StringComparison.Ordinal));
        Assert.DoesNotContain("New name", sheet, StringComparison.Ordinal);
    }
}
