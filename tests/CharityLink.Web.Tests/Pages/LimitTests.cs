using CharityLink.Web.Tests.Support;

namespace CharityLink.Web.Tests.Pages;

/// <summary>Guessing is slow: after a few tries an address waits.</summary>
public sealed class LimitTests
{
    [Fact]
    public async Task Too_many_tries_get_a_page_that_says_when_to_come_back()
    {
        await using var site = new SiteHost().With("Limits:Secrets", "3").With("Limits:Exports", "2");
        await site.InitializeAsync();
        var visitor = site.Visitor();
        var page = await visitor.Get("/en/sign-in");
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(422, (await visitor.Submit(page, "main form", ("email", "x@y.example"), ("password", "guess"))).Status);
        }

        var answer = await visitor.Submit(page, "main form", ("email", "x@y.example"), ("password", "guess"));

        Assert.Equal(429, answer.Status);
        Assert.InRange(answer.Response.Headers.RetryAfter?.Delta?.TotalSeconds ?? 0, 1, 60);
        Assert.Equal("A little slower, please", answer.Text("h1"));
        Assert.Equal(200, (await visitor.Get("/en/sign-in")).Status);

        // Reading is free, but not all that is kept of somebody, again and again.
        for (var i = 0; i < 2; i++)
        {
            Assert.NotEqual(429, (await visitor.Get($"/en/account/export.{(i == 0 ? "json" : "csv")}")).Status);
        }

        Assert.Equal(429, (await visitor.Get("/en/account/export.json")).Status);
    }
}
