using CharityLink.Giving;
using CharityLink.Web.Demo;
using CharityLink.Web.Tests.Support;

namespace CharityLink.Web.Tests.Giving;

/// <summary>The sandbox's payment page in every way it can end.</summary>
[Collection(Shared.Giving)]
public sealed class PaymentPageTests(SiteHost site)
{
    [Fact]
    public async Task It_says_that_no_money_moves_and_what_is_paid()
    {
        var page = await site.Visitor().GoToPayment("60");
        Assert.Equal(("Sandbox: no money moves", "Pay ¥60.00"), (page.Text(".banner"), page.Text("h1")));
        Assert.Contains("15 lunches", page.Text("dl"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Paying_leads_to_the_receipt()
    {
        var visitor = site.Visitor();
        var paid = await visitor.Follow(await visitor.Choose(await visitor.GoToPayment(), "pay"));
        Assert.Equal((200, "Thank you"), (paid.Status, paid.Text("h1")));
        Assert.Null(paid.Html.QuerySelector(".notice"));
    }

    [Fact]
    public async Task A_declined_payment_can_be_tried_again()
    {
        var visitor = site.Visitor();
        var declined = await visitor.Follow(await visitor.Choose(await visitor.GoToPayment(), "decline"));
        Assert.Equal("The payment was declined", declined.Text("h1"));
        var again = await visitor.Get(declined.Html.QuerySelector("main a.primary")!.GetAttribute("href")!); // The button to try again.
        Assert.Equal("Thank you", (await visitor.Follow(await visitor.Choose(again, "pay"))).Text("h1"));
        Assert.Collection(
            await site.Facts(Gifts.GiftIn(again.Address.AbsolutePath)),
            fact => Assert.IsType<DonationStarted>(fact), fact => Assert.IsType<PaymentDeclined>(fact), fact => Assert.IsType<DonationPaid>(fact));
    }

    [Theory]
    [InlineData("pay", "Thank you", typeof(DonationPaid))]
    [InlineData("fail", "The payment was declined", typeof(PaymentDeclined))]
    public async Task The_banks_question_is_a_step_of_its_own(string choice, string title, Type fact)
    {
        var visitor = site.Visitor();
        var payment = await visitor.GoToPayment();
        var asked = await visitor.Follow(await visitor.Choose(payment, "secure"));
        Assert.Equal("Confirm the payment", asked.Text("h1"));
        Assert.Single(await site.Facts(Gifts.GiftIn(payment.Address.AbsolutePath)));
        Assert.Equal(title, (await visitor.Follow(await visitor.Choose(asked, choice))).Text("h1"));
        Assert.IsType(fact, (await site.Facts(Gifts.GiftIn(payment.Address.AbsolutePath)))[^1]);
    }

    [Fact]
    public async Task Who_leaves_can_come_back_and_pay()
    {
        var visitor = site.Visitor();
        var left = await visitor.Follow(await visitor.Choose(await visitor.GoToPayment(), "leave"));
        Assert.Equal("Your gift waits for its payment", left.Text("h1"));
        var back = await visitor.Get(left.Html.QuerySelector("main a.primary")!.GetAttribute("href")!); // The button to go on.
        Assert.Equal("Thank you", (await visitor.Follow(await visitor.Choose(back, "pay"))).Text("h1"));
    }

    [Fact]
    public async Task Pressing_pay_twice_pays_once_and_says_nothing_of_it()
    {
        var visitor = site.Visitor();
        var payment = await visitor.GoToPayment();
        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => visitor.Choose(payment, "pay")));
        Assert.All(answers, answer => Assert.Equal(answers[0].Location, answer.Location));
        Assert.Null((await visitor.Follow(answers[4])).Html.QuerySelector(".notice"));
        Assert.Equal(2, (await site.Facts(Gifts.GiftIn(payment.Address.AbsolutePath))).Count);
    }

    [Theory]
    [InlineData("pay")]
    [InlineData("decline")]
    [InlineData("leave")]
    public async Task Paying_in_two_tabs_pays_once_and_the_second_is_told(string second)
    {
        var visitor = site.Visitor();
        var payment = await visitor.GoToPayment();
        var otherTab = await visitor.Get(payment.Address.AbsolutePath);
        await visitor.Choose(payment, "pay");
        var told = await visitor.Follow(await visitor.Choose(otherTab, second));
        Assert.Equal("Thank you", told.Text("h1"));
        Assert.StartsWith("This gift was paid already.", told.Text(".notice"), StringComparison.Ordinal);
        Assert.Equal(2, (await site.Facts(Gifts.GiftIn(payment.Address.AbsolutePath))).Count);
    }

    [Fact]
    public async Task The_back_button_after_paying_leads_to_the_receipt()
    {
        var visitor = site.Visitor();
        var form = await visitor.OpenForm();
        var payment = await visitor.Follow(await visitor.Give(form));
        await visitor.Choose(payment, "pay");
        // Back to the payment page; back to the form and sent once more.
        var back = await visitor.Get(payment.Address.AbsolutePath);
        Assert.Equal(303, back.Status);
        Assert.Equal("Thank you", (await visitor.Follow(back)).Text("h1"));
        var replayed = await visitor.Follow(await visitor.Give(form));
        Assert.Equal("Thank you", (await visitor.Follow(replayed)).Text("h1"));
        Assert.Equal(2, (await site.Facts(Gifts.GiftOf(form))).Count);
    }

    [Fact]
    public async Task The_back_button_after_a_decline_asks_to_choose_again()
    {
        var visitor = site.Visitor();
        var payment = await visitor.GoToPayment();
        await visitor.Choose(payment, "decline");
        var refused = await visitor.Choose(payment, "pay");
        Assert.Equal((422, "attempt_id_reused"), (refused.Status, Assert.Single(refused.Refusals)));
        Assert.Equal(303, (await visitor.Choose(refused, "pay")).Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("steal")]
    public async Task A_choice_that_is_not_on_the_page_is_refused(string choice)
    {
        var visitor = site.Visitor();
        var refused = await visitor.Choose(await visitor.GoToPayment(), choice);
        Assert.Equal((422, "payment_choice_missing"), (refused.Status, Assert.Single(refused.Refusals)));
    }

    [Fact]
    public async Task A_gift_that_was_never_begun_is_not_found()
    {
        var visitor = site.Visitor();
        foreach (var id in new[] { Guid.CreateVersion7().ToString(), DemoId.Of("org:jmcf").ToString(), "nonsense" })
        {
            Assert.Equal(404, (await visitor.Get($"/en/sandbox-pay/{id}")).Status);
            Assert.Equal(404, (await visitor.Get($"/en/gifts/{id}")).Status);
        }

        var payment = await visitor.GoToPayment();
        var fields = payment.Html.QuerySelectorAll("main input").Select(input => KeyValuePair.Create(input.GetAttribute("name")!, input.GetAttribute("value") ?? "")); // Every input of the form has a name.
        Assert.Equal(404, (await visitor.Post($"/en/sandbox-pay/{Guid.CreateVersion7()}", [.. fields, new("choice", "leave")])).Status);
    }
}
