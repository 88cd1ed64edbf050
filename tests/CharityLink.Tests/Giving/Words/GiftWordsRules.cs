using CharityLink.Giving;
using CharityLink.Kernel;

namespace CharityLink.Tests.Giving.Words;

using Said = Scenario<GiftWords, IWordsEvent>;

/// <summary>GIV-5: what a giver says with a gift is read before everybody may, and is the giver's to take back.</summary>
public sealed class GiftWordsRules
{
    private static readonly DateTimeOffset _noon = new(2026, 10, 3, 4, 0, 0, TimeSpan.Zero);
    private static readonly Guid _gift = StartRules.Id(9);
    private static readonly Guid _officer = StartRules.Id(31);
    private static readonly GiftCause _cause = new(StartRules.Id(1), null, StartRules.Id(3), StartRules.Id(4), StartRules.Id(5), DivisionCode.Parse("440703103201"));
    private static readonly PersonId _text = GiftWords.TextOf(_gift, StartRules.Id(20));
    private static readonly PersonId _other = GiftWords.TextOf(_gift, StartRules.Id(21));
    private static readonly DonationStarted _started = new(_gift, _cause, Money.Cny(100_00), null, true, "stripe", _noon);
    private static readonly Donation _begun = Donation.Evolve(null, _started);
    private static readonly Donation _paid = Donation.Evolve(_begun, new DonationPaid(_gift, StartRules.Id(50), _cause, Money.Cny(100_00), null, true, "stripe"));
    private static readonly LeaveWords _ask = new(_gift, _gift, _text, GiftWords.Memory, "en", _noon);
    private static readonly WordsLeft _left = new(_gift, _text, _cause, GiftWords.Memory, "en", _noon);
    private static readonly WordsApproved _approved = new(_gift, _text, _officer);
    private static readonly WordsRefused _refused = new(_gift, _text, "Advertising.", _officer);
    private static readonly WordsTakenBack _back = new(_gift, _text);

    [Fact]
    public void They_are_left_once_with_a_gift_that_was_paid_and_others_take_their_place()
    {
        Said.Given().When(w => GiftWords.Decide(w, _ask, _paid)).Then(_left);
        Said.Given(_left).When(w => GiftWords.Decide(w, _ask, _paid)).Nothing();
        Said.Given(_left, _approved).When(w => GiftWords.Decide(w, _ask with { TextId = _other }, _paid)).Then(_left with { TextId = _other });
        Said.Given().When(w => GiftWords.Decide(w, _ask, _begun)).Refused("donation_not_paid");
        Said.Given().When(w => GiftWords.Decide(w, _ask, null)).Refused("donation_unknown");
        Assert.Equal("dedication_unknown", Assert.Single((_ask with { Dedication = "spite" }).Validate()).Code);
        Assert.Empty(_ask.Validate());
        Assert.Empty((_ask with { Dedication = null }).Validate());
    }

    [Fact]
    public void They_are_let_through_as_they_were_read()
    {
        Said.Given(_left).When(Approving(_text)).Then(_approved);
        Said.Given(_left, _approved).When(Approving(_text)).Nothing();
        Said.Given(_left, _refused).When(Approving(_text)).Then(_approved);
        Said.Given(_left, _left with { TextId = _other }).When(Approving(_text)).Refused("words_changed");
        Said.Given(_left, _back).When(Approving(_text)).Refused("words_taken_back");
        Said.Given().When(Approving(_text)).Refused("words_unknown");
    }

    [Fact]
    public void They_are_not_shown_or_taken_off_later()
    {
        Said.Given(_left).When(Refusing(_text)).Then(_refused);
        Said.Given(_left, _approved).When(Refusing(_text)).Then(_refused);
        Said.Given(_left, _refused).When(Refusing(_text)).Nothing();
        Said.Given(_left, _left with { TextId = _other }).When(Refusing(_text)).Refused("words_changed");
        Said.Given(_left, _back).When(Refusing(_text)).Refused("words_taken_back");
        Said.Given().When(Refusing(_text)).Refused("words_unknown");
    }

    [Fact]
    public void The_giver_takes_them_back_wherever_they_stand_and_may_say_something_else()
    {
        Said.Given(_left).When(w => GiftWords.Decide(w, new TakeWordsBack(_gift, _gift))).Then(_back);
        Said.Given(_left, _approved).When(w => GiftWords.Decide(w, new TakeWordsBack(_gift, _gift))).Then(_back);
        Said.Given(_left, _back).When(w => GiftWords.Decide(w, new TakeWordsBack(_gift, _gift))).Nothing();
        Said.Given().When(w => GiftWords.Decide(w, new TakeWordsBack(_gift, _gift))).Refused("words_unknown");
        Said.Given(_left, _back).When(w => GiftWords.Decide(w, _ask with { TextId = _other }, _paid)).Then(_left with { TextId = _other });
    }

    private static Func<GiftWords?, Decision<IWordsEvent>> Approving(PersonId text) => w => GiftWords.Decide(w, new ApproveWords(_gift, _gift, text), _officer);

    private static Func<GiftWords?, Decision<IWordsEvent>> Refusing(PersonId text) => w => GiftWords.Decide(w, new RefuseWords(_gift, _gift, text, " Advertising. "), _officer);
}
