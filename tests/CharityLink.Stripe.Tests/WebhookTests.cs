using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace CharityLink.Stripe.Tests;

/// <summary>The edges of the time window, rolled secrets, and whose event it is.</summary>
public sealed class WebhookTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_790_000_000);
    private static readonly byte[] Body = Encoding.UTF8.GetBytes(
        """{"id":"evt_1","object":"event","type":"refund.updated","created":1790000000,"livemode":false,"data":{"object":{"id":"re_1","object":"refund","amount":5,"currency":"hkd"}}}""");

    [Theory]
    [InlineData(-301, SignatureVerdict.TooOld)]
    [InlineData(-300, SignatureVerdict.Genuine)]
    [InlineData(300, SignatureVerdict.Genuine)]
    [InlineData(301, SignatureVerdict.TooNew)]
    public void A_delivery_is_good_for_five_minutes_either_way(int seconds, SignatureVerdict verdict) =>
        Assert.Equal(verdict, WebhookSignature.Check(Body, Header("whsec_a", Now.AddSeconds(seconds)), ["whsec_a"], Now));

    [Fact]
    public void A_forged_delivery_is_told_apart_from_an_old_one() =>
        Assert.Equal(SignatureVerdict.WrongSignature, WebhookSignature.Check(Body, Header("whsec_b", Now.AddHours(-1)), ["whsec_a"], Now));

    [Fact]
    public void An_empty_body_is_refused_even_when_it_is_signed()
    {
        Assert.Equal(SignatureVerdict.NoBody, WebhookSignature.Check([], Header("whsec_a", Now, []), ["whsec_a"], Now));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public void Blank_secrets_are_no_secrets(string blank)
    {
        Assert.Equal(SignatureVerdict.NoSecret, WebhookSignature.Check(Body, Header(blank, Now), [blank], Now));
        Assert.Equal(SignatureVerdict.WrongSignature, WebhookSignature.Check(Body, Header(blank, Now), [blank, "whsec_a"], Now));
    }

    [Fact]
    public void A_rolled_secret_is_taken_until_it_expires()
    {
        var options = new StripeOptions();
        options.WebhookSecrets.Add(new WebhookSecret { Secret = "whsec_new" });
        options.WebhookSecrets.Add(new WebhookSecret { Secret = "whsec_old", ExpiresAt = Now.AddHours(24) });
        var clock = new SetClock(Now.AddHours(24).AddSeconds(-1));
        var reader = new WebhookReader(new FixedOptions(options), clock);
        Assert.True(reader.Read(Body, Header("whsec_old", clock.GetUtcNow())).IsAccepted);
        Assert.True(reader.Read(Body, Header("whsec_new", clock.GetUtcNow())).IsAccepted);

        clock.Now = Now.AddHours(24);
        Assert.Equal(SignatureVerdict.WrongSignature, reader.Read(Body, Header("whsec_old", clock.GetUtcNow())).Signature);
        Assert.True(reader.Read(Body, Header("whsec_new", clock.GetUtcNow())).IsAccepted);
    }

    [Fact]
    public void An_event_is_read_with_its_object()
    {
        var options = new StripeOptions();
        options.WebhookSecrets.Add(new WebhookSecret { Secret = "whsec_a" });
        var happened = new WebhookReader(new FixedOptions(options), new SetClock(Now)).Read(Body, Header("whsec_a", Now)).Event!;
        Assert.Equal(("evt_1", "refund.updated", "re_1", Now), (happened.Id, happened.Type, happened.ObjectId, happened.Created));
        Assert.Equal(5, happened.About(StripeJson.Default.Refund)!.Amount);
    }

    [Theory]
    [InlineData(null, false, EventOrigin.Platform)]
    [InlineData("acct_platform", false, EventOrigin.Platform)]
    [InlineData("acct_charity", false, EventOrigin.Connected)]
    [InlineData("acct_stranger", false, EventOrigin.Foreign)]
    [InlineData(null, true, EventOrigin.OtherMode)]
    [InlineData("acct_charity", true, EventOrigin.OtherMode)]
    public void An_event_of_another_mode_or_account_is_not_ours(string? account, bool livemode, EventOrigin origin)
    {
        var happened = new StripeEvent
        {
            Id = "evt_1",
            Type = "account.updated",
            Data = new EventData { About = JsonSerializer.SerializeToElement("") },
            Account = account,
            Livemode = livemode,
        };
        Assert.Equal(origin, EventOrigins.Of(happened, new StripeOptions { AccountId = "acct_platform" }, id => id == "acct_charity"));
    }

    private static string Header(string secret, DateTimeOffset at) => Header(secret, at, Body);

    private static string Header(string secret, DateTimeOffset at, byte[] body)
    {
        var signed = Encoding.ASCII.GetBytes($"{at.ToUnixTimeSeconds()}.").Concat(body).ToArray();
        return $"t={at.ToUnixTimeSeconds()},v1={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed))}";
    }
}
