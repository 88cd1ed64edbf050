using CharityLink.Kernel;
using CharityLink.Web.Hosting;
using CharityLink.Web.Site;
using CharityLink.Web.Tests.Support;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

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

    [Fact]
    public async Task Where_a_secret_can_be_guessed_or_a_mail_be_ordered_an_address_waits_whoever_sends_the_form()
    {
        await using var site = new SiteHost().With("Limits:Secrets", "1");
        await site.InitializeAsync();
        var (visitor, id) = (site.Visitor(), Guid.CreateVersion7());
        Assert.NotEqual(429, (await visitor.Post("/en/sign-in/link", [])).Status);
        foreach (var address in new[]
        {
            "/sign-in/link", "/enter", "/sign-in", "/sign-in/code", "/forgotten", "/reset", $"/gifts/{id}/refund?key=a", $"/gifts/{id}/words?key=a",
            $"/pledges/{id}/mend?link={id}&secret=a", "/regular/mend", $"/regular/{id}?key=a", $"/regular/{id}/link", "/mail/stop", "/mail/unfollow", $"/projects/{id}/pages/{id}/edit/text",
        })
        {
            Assert.Equal((address, 429), (address, (await visitor.Post("/en" + address, [])).Status));
        }

        // What holds no secret and orders no mail has only the common limit. One more here has to be thought about.
        Assert.NotEqual(429, (await visitor.Post("/en/basket/change", [])).Status);
        var free = site.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(route => route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("POST", StringComparer.Ordinal) == true && route.Metadata.GetMetadata<RouteAccess>()?.Permits(Caller.Public) == true)
            .Where(route => route.Metadata.GetMetadata<GiftForm>() is null && route.Metadata.GetMetadata<SignedPost>() is null && route.Metadata.GetMetadata<EnableRateLimitingAttribute>()?.PolicyName != Limits.Secrets)
            .Select(route => route.RoutePattern.RawText!.Trim('/')["{lang:lang}/".Length..]); // Mapped by text, below a language.
        Assert.Equal(
            ["basket/change", "pledges/{id:guid}", "projects/{id:guid}/ask", "projects/{id:guid}/pages/new", "projects/{id:guid}/pages/{page:guid}/report", "sign-out"], free.Order(StringComparer.Ordinal).ToList());
    }
}
