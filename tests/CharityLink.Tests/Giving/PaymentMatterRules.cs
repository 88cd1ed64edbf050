using CharityLink.Giving;
using CharityLink.Kernel;

namespace CharityLink.Tests.Giving;

using Matter = Scenario<PaymentMatter, IPaymentMatterEvent>;

/// <summary>What people do about alerts, notifications that lie aside, and providers that refuse us.</summary>
public sealed class PaymentMatterRules
{
    private static readonly Guid _id = StartRules.Id(1), _staff = StartRules.Id(2);
    private static readonly PaymentAlertRaised _raised = new(_id, "key_reused", "stripe", StartRules.Id(3), "key_reused");
    private static readonly OpenCircuit _open = new("stripe", "status_401", new DateTime(2026, 10, 3, 4, 0, 0, DateTimeKind.Utc), default);

    [Fact]
    public void An_alert_is_raised_once()
    {
        var ask = new RaisePaymentAlert(StartRules.Id(9), _id, "key_reused", "stripe", StartRules.Id(3), "key_reused");
        Matter.Given().When(matter => PaymentMatter.Decide(matter, ask)).Then(_raised);
        Matter.Given(_raised).When(matter => PaymentMatter.Decide(matter, ask)).Nothing();
    }

    [Fact]
    public void The_same_trouble_is_one_alert_and_another_is_another()
    {
        var one = RaisePaymentAlert.Of("access_refused", "stripe", "since noon", null, "status_401");
        Assert.Equal(one, RaisePaymentAlert.Of("access_refused", "stripe", "since noon", null, "status_401"));
        Assert.NotEqual(one.AlertId, RaisePaymentAlert.Of("access_refused", "stripe", "since one", null, "status_401").AlertId);
    }

    [Fact]
    public void An_alert_is_seen_by_whoever_looks_first()
    {
        var ask = new SeePaymentAlert(StartRules.Id(9), _id);
        Matter.Given(_raised).When(matter => PaymentMatter.Decide(matter, ask, true, _staff)).Then(new PaymentAlertSeen(_id, _staff));
        Matter.Given(_raised, new PaymentAlertSeen(_id, _staff)).When(matter => PaymentMatter.Decide(matter, ask, true, StartRules.Id(4))).Nothing();
    }

    [Fact]
    public void Money_that_is_held_is_an_alert_without_being_raised() =>
        Matter.Given().When(matter => PaymentMatter.Decide(matter, new SeePaymentAlert(StartRules.Id(9), _id), true, _staff)).Then(new PaymentAlertSeen(_id, _staff));

    [Fact]
    public void What_nobody_raised_cannot_be_seen() =>
        Matter.Given().When(matter => PaymentMatter.Decide(matter, new SeePaymentAlert(StartRules.Id(9), _id), false, _staff)).Refused("alert_unknown");

    [Fact]
    public void What_lies_aside_is_tried_again_as_often_as_it_lies_aside()
    {
        var ask = new RetryNotification(StartRules.Id(9), "stripe", "evt_1");
        var retried = new NotificationRetried("stripe", "evt_1", _staff);
        Matter.Given().When(matter => PaymentMatter.Decide(matter, ask, true, _staff)).Then(retried);
        Matter.Given(retried).When(matter => PaymentMatter.Decide(matter, ask, true, _staff)).Then(retried);
        Matter.Given().When(matter => PaymentMatter.Decide(matter, ask, false, _staff)).Refused("notification_not_aside");
    }

    [Fact]
    public void What_was_given_up_stays_so()
    {
        var dropped = new NotificationDropped("stripe", "evt_1", "booked by hand", _staff);
        var ask = new DropNotification(StartRules.Id(9), "stripe", "evt_1", " booked by hand ");
        Matter.Given().When(matter => PaymentMatter.Decide(matter, ask, true, _staff)).Then(dropped);
        Matter.Given().When(matter => PaymentMatter.Decide(matter, ask, false, _staff)).Refused("notification_not_aside");
        Matter.Given(dropped).When(matter => PaymentMatter.Decide(matter, ask, true, _staff)).Refused("notification_not_aside");
        Matter.Given(dropped).When(matter => PaymentMatter.Decide(matter, new RetryNotification(StartRules.Id(9), "stripe", "evt_1"), true, _staff)).Refused("notification_not_aside");
    }

    [Fact]
    public void Giving_up_needs_a_reason()
    {
        Assert.Equal(["text_missing"], new DropNotification(StartRules.Id(9), "stripe", "evt_1", " ").Validate().Select(why => why.Code), StringComparer.Ordinal);
        Assert.Empty(new DropNotification(StartRules.Id(9), "stripe", "evt_1", "booked by hand").Validate());
    }

    [Fact]
    public void A_provider_is_let_in_by_hand_only_while_it_refuses_us()
    {
        var since = new DateTimeOffset(_open.Since);
        Matter.Given().When(_ => PaymentMatter.Decide(new MendCircuit(StartRules.Id(9), "stripe", true), _open, _staff)).Then(new CircuitTried("stripe", since, _staff));
        Matter.Given().When(_ => PaymentMatter.Decide(new MendCircuit(StartRules.Id(9), "stripe", false), _open, _staff)).Then(new CircuitClosed("stripe", since, _staff));
        Matter.Given().When(_ => PaymentMatter.Decide(new MendCircuit(StartRules.Id(9), "stripe", false), null, _staff)).Refused("circuit_not_open");
    }

    [Fact]
    public void A_fact_that_cannot_follow_is_a_bug() => Assert.Throws<CorruptStreamException>(() => Matter.Given(_raised, _raised));
}
