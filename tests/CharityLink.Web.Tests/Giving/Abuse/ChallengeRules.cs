using System.Net;
using System.Security.Cryptography;
using System.Text;
using CharityLink.Giving;
using CharityLink.Web.Giving.Abuse;
using CharityLink.Web.Giving.Basket;
using CharityLink.Web.Tests.Support;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;

namespace CharityLink.Web.Tests.Giving.Abuse;

/// <summary>What is asked of a form from a busy place, and when it is met.</summary>
public sealed class ChallengeRules
{
    private readonly MovableClock _clock = new();
    private readonly Challenges _challenges;

    public ChallengeRules() => _challenges = new(new EphemeralDataProtectionProvider(), _clock);

    [Fact]
    public void Work_meets_it_at_once_and_less_work_does_not()
    {
        var challenge = _challenges.New("form", 8, _clock.GetUtcNow().AddSeconds(20));
        Assert.True(_challenges.IsMet(challenge, Solved(challenge.Salt, 8)));
        Assert.False(_challenges.IsMet(challenge, Enumerable.Range(0, 100_000).Select(n => $"{n}").First(n => Zeros(challenge.Salt, n) == 7)));
        Assert.False(_challenges.IsMet(challenge, null));
        Assert.False(_challenges.IsMet(challenge, new string('1', 21)));
    }

    [Fact]
    public void Patience_meets_it_and_not_a_moment_earlier()
    {
        var challenge = _challenges.New("form", 30, _clock.GetUtcNow().AddSeconds(20));
        _clock.Advance(TimeSpan.FromSeconds(19.9));
        Assert.False(_challenges.IsMet(challenge, ""));
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.True(_challenges.IsMet(challenge, ""));
    }

    [Fact]
    public void A_ticket_is_good_for_its_own_form_for_an_hour_and_cannot_be_made_up()
    {
        var challenge = _challenges.New("form", 8, _clock.GetUtcNow());
        Assert.Equal(challenge, _challenges.Read(challenge.Ticket, "form"));
        Assert.Null(_challenges.Read(challenge.Ticket, "another"));
        Assert.Null(_challenges.Read("made up", "form"));
        Assert.Null(_challenges.Read("", "form"));
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Null(_challenges.Read(challenge.Ticket, "form"));
    }

    [Theory]
    [InlineData(new byte[] { 0x80 }, 0)]
    [InlineData(new byte[] { 0x01, 0xff }, 7)]
    [InlineData(new byte[] { 0x00, 0x10 }, 11)]
    [InlineData(new byte[] { 0x00, 0x00 }, 16)]
    public void Leading_zeros_are_counted_over_bytes(byte[] hash, int zeros) => Assert.Equal(zeros, Challenges.Zeros(hash));

    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7")]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "20010db800010002")]
    [InlineData("2001:db8:1:2:ffff::1", "20010db800010002")]
    [InlineData("2001:db8:1:3::1", "20010db800010003")]
    public void A_house_is_one_address(string address, string counted) => Assert.Equal(counted, Sender.AddressOf(IPAddress.Parse(address)));

    [Fact]
    public void Each_count_speaks_for_itself_and_an_alarm_for_all()
    {
        using var watch = new GiftWatch(new AbuseSettings { PerAddress = 2, PerMailbox = 1, PerCause = 4 }, _clock);
        Assert.Null(watch.Suspect(Of("a", "cause", "M")));
        Assert.Equal("mailbox", watch.Suspect(Of("b", "cause", "M")));
        Assert.Null(watch.Suspect(Of("a", "cause")));
        Assert.Equal("address", watch.Suspect(Of("a", "cause")));
        Assert.Equal("cause", watch.Suspect(Of("c", "cause")));
        Assert.Null(watch.Suspect(Of("c", "another")));
        watch.Alarm("another", _clock.GetUtcNow().AddMinutes(30));
        Assert.Equal("alarm", watch.Suspect(Of("d", "another")));
        // What is told again of an alarm does not end it earlier; a basket is looked at for each of its causes.
        watch.Alarm("another", _clock.GetUtcNow().AddMinutes(5));
        _clock.Advance(TimeSpan.FromMinutes(29));
        Assert.Equal("alarm", watch.Suspect(Of("g", "") with { OtherCauses = ["quiet", "another"] }));
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(watch.Suspect(Of("e", "another")));
        Assert.Equal("trap", watch.Suspect(Of("f", "other") with { IsTrapped = true }));
    }

    [Fact]
    public void Those_who_wait_at_one_address_come_one_after_the_other()
    {
        using var watch = new GiftWatch(new AbuseSettings(), _clock);
        var now = _clock.GetUtcNow();
        Assert.Equal([20, 25, 30], Enumerable.Range(0, 3).Select(_ => (int)(watch.Turn("a") - now).TotalSeconds));
        Assert.Equal(20, (int)(watch.Turn("b") - now).TotalSeconds);
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(20, Math.Round((watch.Turn("a") - _clock.GetUtcNow()).TotalSeconds));
    }

    [Fact]
    public void Cards_declined_at_one_address_alarm_that_address()
    {
        using var watch = new GiftWatch(new AbuseSettings { DeclinesPerAddress = 2 }, _clock);
        var gift = Guid.CreateVersion7();
        watch.Remember(new Sender($"{gift}", "a", "cause", "", false));
        watch.Declined(gift);
        watch.Declined(gift);
        Assert.False(watch.IsAlarmed("a"));
        watch.Declined(gift);
        Assert.True(watch.IsAlarmed("a"));
        watch.Declined(Guid.CreateVersion7());
    }

    [Fact]
    public void Cards_declined_for_the_gifts_of_a_basket_are_counted_at_its_address_like_those_of_single_gifts()
    {
        using var watch = new GiftWatch(new AbuseSettings { DeclinesPerAddress = 2 }, _clock);
        var (form, lines) = (Guid.CreateVersion7(), Enumerable.Range(0, 3).Select(_ => new BasketLine(new CauseChoice(Guid.CreateVersion7(), null, null, null), "2")).ToList());
        var http = new DefaultHttpContext();
        http.Connection.RemoteIpAddress = IPAddress.Parse("192.0.2.7");
        // One amount was typed over: the gift is the one that is begun.
        http.Request.Form = new FormCollection(new(StringComparer.Ordinal)
        {
            ["gift"] = $"{form}", ["line"] = lines.ConvertAll(line => line.ToString()).ToArray(), ["amount"] = lines.Select((_, at) => at == 1 ? "1.50" : "2").ToArray(),
        });
        watch.Remember(Sender.Of(http));
        lines[1] = lines[1] with { Amount = "1.5" };
        foreach (var line in lines.Take(2))
        {
            watch.Declined(BasketDesk.GiftOf(form, line));
        }

        Assert.False(watch.IsAlarmed("192.0.2.7"));
        watch.Declined(BasketDesk.GiftOf(form, lines[2]));
        Assert.True(watch.IsAlarmed("192.0.2.7"));
    }

    /// <summary>The number that a browser would find.</summary>
    public static string Solved(string salt, int bits) => Enumerable.Range(0, int.MaxValue).Select(n => $"{n}").First(n => Zeros(salt, n) >= bits);

    private static int Zeros(string salt, string answer) => Challenges.Zeros(SHA256.HashData(Encoding.UTF8.GetBytes($"{salt}:{answer}")));

    private static Sender Of(string address, string cause, string mailbox = "") => new($"{Guid.CreateVersion7()}", address, cause, mailbox, false);
}
