using CharityLink.Web.Tests.Support;

namespace CharityLink.Web.Tests.Accounts;

/// <summary>A forgotten password by mail, and a new one by choice.</summary>
public sealed class PasswordTests(SiteHost site) : IClassFixture<SiteHost>
{
    private const string NewPassword = "seven warm lunches";

    [Fact]
    public async Task The_link_in_the_mail_sets_a_new_password_once()
    {
        var visitor = site.Visitor();
        await visitor.Submit(await visitor.Get("/en/forgotten"), "main form", ("email", "village@demo.charitylink.example"));
        var link = await Mailbox.LinkTo("village@demo.charitylink.example", "/reset?");

        var page = await visitor.Get(link);
        var weak = await visitor.Submit(page, "main form", ("password", "short"));
        Assert.Equal(["password_too_weak"], weak.Refusals);
        var done = await visitor.Submit(weak, "main form", ("password", NewPassword));
        Assert.Equal(200, done.Status);
        var again = await visitor.Submit(page, "main form", ("password", "another one altogether"));
        Assert.Equal(["link_expired"], again.Refusals);

        var signedIn = await visitor.Submit(done, "main form", ("email", "village@demo.charitylink.example"), ("password", NewPassword));
        Assert.Equal(303, signedIn.Status);
    }

    [Fact]
    public async Task Asking_for_an_unknown_address_reads_the_same_and_mails_nothing()
    {
        var visitor = site.Visitor();
        var page = await visitor.Get("/en/forgotten");

        var known = await visitor.Submit(page, "main form", ("email", "auditor@demo.charitylink.example"));
        var unknown = await visitor.Submit(page, "main form", ("email", "nobody@demo.charitylink.example"));

        Assert.Equal(known.Text("main"), unknown.Text("main"));
        await Mailbox.LinkTo("auditor@demo.charitylink.example", "/reset?");
        Assert.Empty(Mailbox.MailsTo("nobody@demo.charitylink.example"));
    }

    [Fact]
    public async Task A_forged_link_changes_nothing()
    {
        var visitor = site.Visitor();
        var page = await visitor.Get($"/en/reset?account={Guid.CreateVersion7()}&token=Zm9yZ2Vk");

        var answer = await visitor.Submit(page, "main form", ("password", NewPassword));

        Assert.Equal(422, answer.Status);
        Assert.Equal(["link_expired"], answer.Refusals);
    }

    [Fact]
    public async Task Changing_the_password_asks_for_the_old_one()
    {
        var visitor = await site.SignedIn("charity");
        var account = await visitor.Get("/en/account");

        var wrong = await visitor.Submit(account, "form[action$=password]", ("current", "not it"), ("password", NewPassword));
        Assert.Equal(["password_wrong"], wrong.Refusals);
        var done = await visitor.Submit(account, "form[action$=password]", ("current", SiteHost.Password), ("password", NewPassword));

        Assert.Equal("The new password is set.", done.Text(".notice"));
        Assert.Equal(200, (await visitor.Get("/en/console")).Status);
    }
}
