using System.Globalization;
using CharityLink.Giving;
using CharityLink.Web.Giving.Pledges;
using CharityLink.Web.Tests.Projects.Pages;
using CharityLink.Web.Tests.Support;

namespace CharityLink.Web.Tests.Giving;

/// <summary>GIV-4: a promise by letter or telephone, from the officer's form to the giver's own page, in both languages.</summary>
[Collection(Shared.Giving)]
public sealed class EnterPromiseTests(SiteHost site)
{
    private const string Form = "form#enter";
    private readonly string _email = $"p{Guid.CreateVersion7():N}@example.org";

    [Theory]
    [InlineData("en", "By word or on this site", "No mail address: nobody is reminded by mail.", "written down by staff")]
    [InlineData("zh-CN", "口头", "未留邮箱：不发送邮件提醒。", "由工作人员登记")]
    public async Task One_by_telephone_stands_at_once_and_whoever_acts_sees_whom_to_ring_up(string lang, string form, string nobody, string entered)
    {
        var officer = await site.SignedIn("officer");
        var page = await officer.Get($"/{lang}/console/pledges/new");
        var done = await officer.Submit(page, Form, Typed(("phone", "0750-3300000"), ("form", "Oral")));
        Assert.Empty(done.Refusals);
        Assert.Equal(303, done.Status);
        var one = await officer.Follow(done);
        var text = one.Text("main");
        Assert.All(["¥120.00", "黄志强", "0750-3300000", nobody, entered], words => Assert.Contains(words, text, StringComparison.Ordinal));
        Assert.Contains(form, text, StringComparison.Ordinal);

        // Sent twice it is written down once; who only reads learns that somebody promised, not who.
        var again = await officer.Submit(page, Form, Typed(("phone", "0750-3300000"), ("form", "Oral")));
        Assert.Empty(again.Refusals);
        Assert.Equal(done.Location, again.Location);
        Assert.Equal(["PledgeMade", "PledgeConfirmed", "PromiseFormRecorded"], (await site.Facts(IdOf(page))).Select(fact => fact.GetType().Name), StringComparer.Ordinal);
        Assert.DoesNotContain("黄志强", (await (await site.SignedIn("auditor")).Get($"/en/console/pledges/{IdOf(page)}")).Text("main"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_comes_back_at_its_field_with_everything_that_was_typed_and_nobody_is_kept()
    {
        var officer = await site.SignedIn("officer");
        var page = await officer.Get("/en/console/pledges/new");
        var refused = await officer.Submit(page, Form, Typed(("name", ""), ("email", "nonsense"), ("form", "Oral")));
        refused.RefusedAt("name", "name_missing");
        refused.RefusedAt("email", "email_malformed");
        Assert.Equal(("120", "nonsense"), (refused.Html.QuerySelector("input[name=amount]")?.GetAttribute("value"), refused.Html.QuerySelector("input[name=email]")?.GetAttribute("value")));
        Assert.Equal("Oral", refused.Html.QuerySelector("select[name=form] option[selected]")?.GetAttribute("value"));
        (await officer.Submit(refused, Form, Typed(("email", ""), ("form", "Written")))).RefusedAt("paper", "promise_paper_missing");
        Assert.Null(await site.Service<CharityLink.People.Vault>().Read(MakePledge.GiverOf(IdOf(page)), TestContext.Current.CancellationToken));
        Assert.Empty(await site.Facts(IdOf(page)));
    }

    [Fact]
    public async Task Its_giver_is_told_by_mail_and_may_take_it_back()
    {
        var (officer, visitor) = (await site.SignedIn("officer"), site.Visitor());
        var page = await officer.Get("/en/console/pledges/new");
        Assert.Equal(303, (await officer.Submit(page, Form, Typed(("email", _email), ("form", "Public"), ("language", "en")))).Status);
        await site.CaughtUp("pledges");
        await site.Service<PledgePost>().Work(TestContext.Current.CancellationToken);
        var mine = await Mailbox.LinkTo(_email);
        Assert.StartsWith($"/en/pledges/{IdOf(page)}?key=", mine, StringComparison.Ordinal);
        Assert.Equal(303, (await visitor.Submit(await visitor.Get(mine), Gifts.Form, ("choice", "cancel"))).Status);
        Assert.IsType<PledgeCancelled>((await site.Facts(IdOf(page)))[^1]);
    }

    [Fact]
    public async Task Who_acts_for_no_organisation_has_no_form_and_nobody_writes_down_promises_to_others()
    {
        var officer = await site.SignedIn("officer");
        var page = await officer.Get("/en/console/pledges/new");
        Assert.DoesNotContain($"program:{Gifts.Canteen}", page.Html.QuerySelectorAll("select[name=cause] option").Select(one => one.GetAttribute("value")), StringComparer.Ordinal);
        var foreign = await officer.Submit(page, Form, Typed(("cause", $"program:{Gifts.Canteen}"), ("form", "Oral")));
        Assert.Equal((422, "forbidden"), (foreign.Status, Assert.Single(foreign.Refusals)));
        Assert.Empty(await site.Facts(IdOf(page)));

        Assert.Equal(403, (await (await site.SignedIn("auditor")).Get("/en/console/pledges/new")).Status);
        const string Way = "main a[href$='/console/pledges/new']";
        Assert.Null((await (await site.SignedIn("auditor")).Get("/en/console/pledges")).Html.QuerySelector(Way));
        Assert.NotNull((await (await site.SignedIn("officer")).Get("/en/console/pledges")).Html.QuerySelector(Way));
    }

    private static Guid IdOf(Answer page) => Guid.Parse(page.Html.QuerySelector($"{Form} input[name=pledge]")?.GetAttribute("value") ?? "");

    private static (string, string)[] Typed(params (string Name, string Value)[] others)
    {
        var today = Pledge.DayOf(TimeProvider.System.GetUtcNow());
        var fields = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["amount"] = "120", ["every"] = "month", ["count"] = "3", ["name"] = "黄志强",
            ["first_on"] = Day(today.AddDays(40)), ["promised_on"] = Day(today.AddDays(-1)),
        };
        foreach (var (name, value) in others)
        {
            fields[name] = value;
        }

        return [.. fields.Select(field => (field.Key, field.Value))];
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
