using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.People;
using CharityLink.Web.Accounts;
using CharityLink.Web.Demo;
using CharityLink.Web.Tests.Disclosure;
using CharityLink.Web.Tests.Support;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace CharityLink.Web.Tests.Giving;

/// <summary>Receipts in the console, and what the page that checks them says of one that holds no longer.</summary>
[Collection(Shared.Giving)]
public sealed class ReceiptConsoleTests(SiteHost site)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private Receipts Book => site.App.Services.GetRequiredService<Receipts>();

    [Fact]
    public async Task A_receipt_is_found_by_its_number_and_voided_with_a_cause()
    {
        var receipt = await Paid();
        var officer = await Treasurer();
        Assert.Contains($"/en/console/receipts/{receipt.HolderId}/{receipt.Year}", (await officer.Get("/en/console/receipts")).Html.Body!.InnerHtml, StringComparison.Ordinal); // A page has a body.
        var page = await officer.Follow(await officer.Get($"/en/console/receipts/{receipt.HolderId}/{receipt.Year}?number={receipt.Serial}"));
        Assert.Equal(receipt.Serial, page.Text("h1"));

        var refused = await officer.Submit(page, "form[action$='/void']", ("note", "torn"));
        Assert.Equal((422, "receipt_cause_missing", "torn"), (refused.Status, Assert.Single(refused.Refusals), refused.Html.QuerySelector("#note")?.GetAttribute("value")));
        var done = await officer.Follow(await officer.Submit(refused, "form[action$='/void']", ("cause", "details_wrong")));
        Assert.Contains("Something on it was wrong", done.Text("dl"), StringComparison.Ordinal);
        Assert.Null(done.Html.QuerySelector("form[action$='/void']"));

        var verified = await site.Visitor().Get($"/en/verify/{receipt.Code}");
        Assert.Equal((200, "This receipt holds no longer"), (verified.Status, verified.Text("h1")));
        Assert.Contains("Something on it was wrong", verified.Text(".notice"), StringComparison.Ordinal);
        Assert.DoesNotContain("torn", verified.Html.DocumentElement.OuterHtml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_name_is_put_right_on_the_next_number()
    {
        var receipt = await Paid("陈美铃");
        var officer = await Treasurer();
        var page = await officer.Get($"/en/console/receipts/{receipt.HolderId}/{receipt.Year}/{receipt.Number}");
        var refused = await officer.Submit(page, "form[action$='/reissue']", ("name", ""), ("tax_id", "12 34"));
        Assert.Equal((422, "name_missing tax_id_malformed"), (refused.Status, string.Join(' ', refused.Refusals)));
        var form = await officer.Submit(refused, "form[action$='/reissue']", ("name", "陈美玲"), ("tax_id", ""));
        Assert.Equal(303, form.Status);

        var next = await Next(receipt);
        Assert.True(next.Number > receipt.Number);
        var verified = await site.Visitor().Get($"/en/verify/{receipt.Code}");
        Assert.Equal($"/en/verify/{VerificationCode.Show(next.Code)}", verified.Html.QuerySelector(".notice a")?.GetAttribute("href"));
        Assert.Contains("The name was wrong", verified.Text(".notice"), StringComparison.Ordinal);
        Assert.DoesNotContain("美玲", verified.Html.DocumentElement.OuterHtml, StringComparison.Ordinal);
        var person = await site.App.Services.GetRequiredService<Vault>().Read(next.DonorId!.Value, Ct); // It was named.
        Assert.Equal("陈美玲", person?.Name);
    }

    [Fact]
    public async Task A_number_that_was_never_given_is_said_so_and_stays_typed()
    {
        var receipt = await Paid();
        var officer = await Treasurer();
        foreach (var (typed, code) in new[] { ("999999", "receipt_number_unknown"), ("2019-000001", "receipt_number_malformed") })
        {
            var page = await officer.Get($"/en/console/receipts/{receipt.HolderId}/{receipt.Year}?number={typed}");
            Assert.Equal((422, code, typed), (page.Status, Assert.Single(page.Refusals), page.Html.QuerySelector("#number")?.GetAttribute("value")));
        }
    }

    [Fact]
    public async Task Who_does_not_watch_over_the_organisation_sees_none_of_its_receipts()
    {
        var receipt = await Paid();
        var village = await site.SignedIn("village");
        Assert.Equal(404, (await village.Get($"/en/console/receipts/{receipt.HolderId}/{receipt.Year}")).Status);
        Assert.Equal(404, (await village.Get($"/en/console/receipts/{receipt.HolderId}/{receipt.Year}/{receipt.Number}")).Status);
        var auditor = await (await site.SignedIn("auditor")).Get($"/en/console/receipts/{receipt.HolderId}/{receipt.Year}/{receipt.Number}");
        Assert.Equal(200, auditor.Status);
        Assert.Null(auditor.Html.QuerySelector("main form"));
    }

    // An officer of the federation that receives the money: the demonstration has one of a county only.
    private async Task<Visitor> Treasurer()
    {
        var key = $"treasurer{Guid.CreateVersion7():N}";
        await using var scope = site.App.Services.CreateAsyncScope();
        var account = new Account { Id = Guid.CreateVersion7(), UserName = $"{key}@demo.charitylink.example", Email = $"{key}@demo.charitylink.example", EmailConfirmed = true, DisplayName = "Lu" };
        Assert.True((await scope.ServiceProvider.GetRequiredService<UserManager<Account>>().CreateAsync(account, SiteHost.Password)).Succeeded);
        await site.Do(new AppointStaff(Guid.CreateVersion7(), Guid.CreateVersion7(), account.Id, Role.FederationOfficer, DemoId.Of("org:jmcf"), DivisionCode.Parse("440700")));
        return await site.SignedIn(key);
    }

    private async Task<Receipt> Paid(string? name = null)
    {
        var visitor = site.Visitor();
        var page = await visitor.Follow(await visitor.Choose(await visitor.GoToPayment("60", name), "pay"));
        return (await Book.OfDonation(Gifts.GiftIn(page.Address.AbsolutePath), Ct))!; // The page showed it.
    }

    // Numbering is a reaction's work: looked at until it is done.
    private async Task<Receipt> Next(Receipt receipt)
    {
        using var end = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            if (await Book.OfDonation(receipt.DonationId, end.Token) is { Voided: null } next && next.Id != receipt.Id)
            {
                return next;
            }

            await Task.Delay(20, end.Token);
        }
    }
}
