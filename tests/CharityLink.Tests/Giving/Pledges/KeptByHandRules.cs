using System.Text;
using CharityLink.Giving;
using CharityLink.Kernel;

namespace CharityLink.Tests.Giving.Pledges;

using Promise = Scenario<Pledge, IPledgeEvent>;

/// <summary>GIV-2, GIV-4: which promise money that came by hand may keep, and what the gift is then.</summary>
public sealed class KeptByHandRules
{
    private const string Number = "3F2A-9C01-77BE";
    private static readonly Guid _id = Guid.Parse("019a0000-0000-7000-8000-3f2a9c0177be");
    private static readonly DateTimeOffset _noon = new(2026, 11, 2, 4, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly _today = new(2026, 11, 2);
    private static readonly PersonId _donor = new(StartRules.Id(6)), _giver = new(StartRules.Id(7)), _other = new(StartRules.Id(8));
    private static readonly GiftCause _cause = new(StartRules.Id(1), StartRules.Id(2), StartRules.Id(3), StartRules.Id(4), StartRules.Id(5), DivisionCode.Parse("440703103201"));
    private static readonly CauseChoice _program = new(_cause.ProgramId, null, null, null);
    private static readonly PledgeMade _made = new(_id, _cause, Money.Cny(100_00), _donor, false, [new Instalment(1, _today.AddDays(30), Money.Cny(100_00))], false, "en", _noon, GiverId: _giver);
    private static readonly PledgeConfirmed _confirmed = new(_id, _cause, Money.Cny(100_00));
    private static readonly Pledge _open = Fold(_made, _confirmed);
    private static readonly Pledge _kept = Fold(_made, _confirmed, new PledgeFulfilled(_id, StartRules.Id(9), _cause, Money.Cny(100_00)));

    [Fact]
    public void It_stands_for_the_same_cause_and_is_paid_by_its_giver()
    {
        Assert.Null(Why(_open, _program));
        Assert.Null(Why(_open, null));
        Assert.Null(Pledge.WhyNotKeptBy(_open, _program, null, "promise"));
        Assert.Null(Why(Fold(_made, _confirmed, new PledgeFulfilled(_id, StartRules.Id(9), _cause, Money.Cny(99_99))), _program));
        Assert.Equal("promise_number_unknown", Why(null, _program));
        Assert.Equal("promise_number_unknown", Why(Fold(_made), _program));
        Assert.Equal("promise_of_other_cause", Why(_open, _program with { ProgramId = StartRules.Id(20) }));
        Assert.Equal("promise_of_other_cause", Why(_open, CauseChoice.OfProject(StartRules.Id(20))));
        Assert.Equal("promise_of_other_cause", Pledge.WhyNotKeptBy(_open, null, StartRules.Id(20), "promise")?.Code);
        Assert.Equal("promise_kept", Why(_kept, _program));
        Assert.Equal("promise_no_longer", Why(Fold(_made, _confirmed, new PledgeCancelled(_id, _cause, Money.Cny(100_00), true)), _program));
        Assert.Equal("promise_no_longer", Why(Fold(_made, _confirmed, new PledgeReleased(_id, _cause, Money.Cny(100_00), "ill", null)), _program));
        Assert.Equal("promise_no_longer", Why(Fold(_made, _confirmed, new PledgeLapsed(_id, _cause, Money.Cny(100_00), true, "overdue")), _program));
        Assert.Equal("pledge_collected_by_card", Why(Fold(_made with { Consent = new("stripe", "yes", "en", _noon) }, _confirmed with { ByCard = true }), _program));
        Assert.Equal("promise", Pledge.WhyNotKeptBy(null, null, null, "promise")?.Field);

        static string? Why(Pledge? pledge, CauseChoice? choice) => Pledge.WhyNotKeptBy(pledge, choice, _cause.HolderId, "promise")?.Code;
    }

    [Theory]
    [InlineData(Number)]
    [InlineData(" 3f2a 9c01 77be ")]
    [InlineData("３Ｆ２Ａ—９ｃ０１—７７ＢＥ")]
    [InlineData("019a0000-0000-7000-8000-3f2a9c0177be")]
    public void Its_number_is_the_same_however_it_is_typed(string typed) =>
        Assert.Equal((Number, "3f2a9c0177be"), (PromiseNumber.Of(_id), PromiseNumber.Key(typed)));

    [Theory]
    [InlineData("3F2A-9C01-77BE")]
    [InlineData("转账 认捐3f2a9c0177be谢谢")]
    [InlineData("20260105 1126 ３Ｆ２Ａ 9C01 77BE")]
    [InlineData("No. 3F2A-9C01-77BE, Wong")]
    [InlineData("3F2A_9C01.77BE/1")]
    public void A_number_is_found_in_what_the_bank_prints(string remark) => Assert.Contains("3f2a9c0177be", PromiseNumber.In(remark), StringComparer.Ordinal);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("3F2A-9C01-77B")]
    [InlineData("A3F2A-9C01-77BE")]
    [InlineData("3F2A-9C01-77BE0")]
    [InlineData("3F2A--9C01-77BE")]
    [InlineData("RF3F2A9C0177BE")]
    [InlineData("3F2A-9C01-77BE \ud800")]
    public void In_what_is_longer_or_shorter_none_is_found(string? remark) => Assert.Empty(PromiseNumber.In(remark));

    [Fact]
    public void Each_is_looked_for_once_and_a_few_are_enough()
    {
        Assert.Equal(["3f2a9c0177be", "3f2a9c0177bf"], PromiseNumber.In("3F2A9C0177BE 3f2a-9c01-77be; 3F2A9C0177BF"));
        Assert.Equal(8, PromiseNumber.In(string.Join(';', Enumerable.Range(0, 20).Select(i => $"3F2A9C0177{i:D2}"))).Count);
        Assert.Empty(PromiseNumber.In(Number + new string('x', 500)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("3F2A-9C01-77B")]
    [InlineData("3F2A-9C01-77BE0")]
    [InlineData("3G2A-9C01-77BE")]
    public void What_has_other_signs_is_no_number(string? typed) => Assert.Null(PromiseNumber.Key(typed));

    [Fact]
    public void Who_gave_is_whoever_was_named_or_else_who_promised()
    {
        Assert.Equal(new OfflineGiver(_donor, false, _giver), OfflineGiver.Of(null, false, _open));
        Assert.Equal(new OfflineGiver(_donor, false, _giver), OfflineGiver.Of(null, false, _kept));
        Assert.Equal(new OfflineGiver(_donor, true, _giver), OfflineGiver.Of(null, true, _open));
        Assert.Equal(new OfflineGiver(_donor, true, _giver), OfflineGiver.Of(null, false, _open with { Made = _made with { IsAnonymous = true } }));
        Assert.Equal(new OfflineGiver(_other, false, null), OfflineGiver.Of(_other, false, _open));
        Assert.Equal(new OfflineGiver(_other, true, null), OfflineGiver.Of(_other, true, null));
        Assert.Equal(new OfflineGiver(null, true, null), OfflineGiver.Of(null, false, null));
        Assert.Equal(new OfflineGiver(null, true, null), OfflineGiver.Of(null, false, _open with { State = PledgeState.Cancelled }));
    }

    [Fact]
    public void A_line_of_a_batch_carries_it_without_who_promised_and_refuses_at_its_field()
    {
        var standing = new Standing(_cause, []);
        var around = new BatchSurroundings([standing, standing], new Dictionary<Guid, DivisionCode>(), new Place(_cause.Division, _cause.HolderId), new OfflineLimits(), null)
        {
            Promised = new Dictionary<string, Pledge>(StringComparer.Ordinal) { [Number] = _open, ["kept"] = _kept },
        };
        var ask = new EnterBatch(StartRules.Id(30), StartRules.Id(31), _cause.HolderId, _program, "箱3", _today, Money.Cny(60_00), [new(2, Money.Cny(60_00), null, null, false, Promise: Number)], _noon);
        Assert.Empty(around.Refusals(ask));
        var line = Assert.Single(around.Entered(ask).Lines);
        Assert.Equal((_id, null, false), (line.PledgeId, line.DonorId, line.IsAnonymous));
        Assert.True(around.Entered(ask with { Lines = [ask.Lines[0] with { IsAnonymous = true }] }).Lines[0].IsAnonymous);
        Assert.Equal(("promise_kept", "2:promise"), Wrong(ask with { Lines = [ask.Lines[0] with { Promise = "kept" }] }));
        Assert.Equal(("promise_number_unknown", "2:promise"), Wrong(ask with { Lines = [ask.Lines[0] with { Promise = "another" }] }));
        Assert.Equal(("promise_of_other_cause", "2:promise"), Wrong(ask with { Lines = [ask.Lines[0] with { Choice = CauseChoice.OfProject(StartRules.Id(20)) }] }));
        Assert.Equal(("promise_of_other_cause", "2:promise"), Wrong(ask with { Choice = CauseChoice.OfProject(StartRules.Id(20)) }));

        (string, string?) Wrong(EnterBatch one) => Assert.Single(around.Refusals(one)) is var why ? (why.Code, why.Field) : default;
    }

    [Fact]
    public void A_transfer_is_a_gift_that_waits_or_a_new_one_to_a_cause_or_for_a_promise()
    {
        Assert.Equal(["transfer_choice_missing"], Wrong(null, null, null), StringComparer.Ordinal);
        Assert.Equal(["transfer_choice_missing"], Wrong("R", _program, null), StringComparer.Ordinal);
        Assert.Equal(["promise_with_reference"], Wrong("R", null, Number), StringComparer.Ordinal);
        Assert.All([Wrong("R", null, null), Wrong(null, _program, null), Wrong(null, null, Number), Wrong(null, _program, Number)], Assert.Empty);

        static string[] Wrong(string? reference, CauseChoice? choice, string? promise) =>
            [.. new AssignTransfer(StartRules.Id(30), _cause.HolderId, StartRules.Id(31), reference, choice, false, _noon, promise).Validate().Select(why => why.Code)];
    }

    [Theory]
    [InlineData("amount,promise\n5,3F2A-9C01-77BE\n", Number)]
    [InlineData("金额,认捐编号\n5,\n", null)]
    [InlineData("amount\n5\n", null)]
    public void A_table_may_name_it(string csv, string? number) =>
        Assert.Equal(number, Assert.Single(GiftFile.Read(Encoding.UTF8.GetBytes(csv), _id, _ => null).Rows).Gift.Promise);

    private static Pledge Fold(params IPledgeEvent[] facts) => Promise.Given(facts).State!; // Made.
}
