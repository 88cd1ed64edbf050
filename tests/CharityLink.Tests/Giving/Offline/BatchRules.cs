using System.Text;
using CharityLink.Giving;
using CharityLink.Kernel;

namespace CharityLink.Tests.Giving.Offline;

using Counted = Scenario<Batch, IBatchEvent>;

/// <summary>Cash and cheques: counted and typed in by one person, counted again by another.</summary>
public sealed class BatchRules
{
    private static readonly DateTimeOffset _noon = new(2026, 10, 3, 4, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly _today = new(2026, 10, 3);
    private static readonly DivisionCode _village = DivisionCode.Parse("440703103201");
    private static readonly Guid _id = StartRules.Id(1), _station = StartRules.Id(2), _first = StartRules.Id(3), _second = StartRules.Id(4), _holder = StartRules.Id(5);
    private static readonly GiftCause _cause = new(StartRules.Id(6), null, StartRules.Id(7), _holder, _holder, DivisionCode.Parse("440703"));
    private static readonly Standing _open = new(_cause, []);
    private static readonly GiftTyped _named = new(1, Money.Cny(60_00), null, new PersonId(StartRules.Id(8)), false);
    private static readonly GiftTyped _cheque = new(2, Money.Cny(30_00), null, null, false, " 0012 ", "农业银行");
    private static readonly EnterBatch _ask = new(StartRules.Id(9), _id, _station, new(_cause.ProgramId, null, null, null), " 箱3 ", _today, Money.Cny(100_00), [_named, _cheque], _noon);
    private static readonly BatchSurroundings _around = new(
        [_open, _open, _open], new Dictionary<Guid, DivisionCode> { [_holder] = DivisionCode.Parse("440703") }, new Place(_village, _station), new OfflineLimits(), _first);
    private static readonly BatchEntered _entered = _around.Entered(_ask);
    private static readonly BatchConfirmed _confirmed = new(_id, _second);
    private static readonly ConfirmBatch _confirm = new(StartRules.Id(10), _id, Money.Cny(100_00), _noon);
    private static readonly SettleCheque _settle = new(StartRules.Id(11), _id, Batch.LineOf(_id, 2), true, _today, _noon);

    [Fact]
    public void What_is_in_no_single_gift_is_one_gift_without_a_name()
    {
        Assert.Equal([("cash", 60_00L), ("cheque", 30_00L), ("cash", 10_00L)], _entered.Lines.Select(line => (line.Method, line.Amount.Minor)));
        Assert.Equal([_named.DonorId, null, null], _entered.Lines.Select(line => line.DonorId));
        Assert.Equal([false, true, true], _entered.Lines.Select(line => line.IsAnonymous));
        Assert.Equal((_holder, "箱3", "0012", 3), (_entered.HolderId, _entered.Place, _entered.Lines[1].ChequeNumber, _entered.Lines.Select(line => line.LineId).Distinct().Count()));
        Assert.Equal(2, _around.Entered(_ask with { Total = Money.Cny(90_00) }).Lines.Count);
    }

    [Fact]
    public void It_is_typed_in_once_and_again_when_it_came_back()
    {
        Assert.Equal(_entered.Lines, ((BatchEntered)Assert.Single(Counted.Given().When(batch => Batch.Decide(batch, _ask, _around)).Decision)).Lines);
        Counted.Given(_entered).When(batch => Batch.Decide(batch, _ask with { At = _noon.AddMinutes(1) }, _around)).Nothing();
        Counted.Given(_entered).When(batch => Batch.Decide(batch, _ask with { Total = Money.Cny(101_00) }, _around)).Refused("batch_id_reused");
        Counted.Given(_entered, _confirmed).When(batch => Batch.Decide(batch, _ask, _around)).Refused("batch_id_reused");
        Assert.Single(Counted.Given(_entered, new BatchSentBack(_id, "?", _second)).When(batch => Batch.Decide(batch, _ask with { Total = Money.Cny(101_00) }, _around)).Decision);
    }

    [Fact]
    public void What_is_wrong_is_told_at_its_field()
    {
        Wrong("batch_lines_exceed", "total", _ask with { Total = Money.Cny(89_99) });
        Wrong("amount_zero", "total", _ask with { Total = Money.Cny(0) });
        Wrong("amount_too_large", "1:amount", _ask with { Lines = [_named with { Amount = Money.Cny(new OfflineLimits().MaxMinor + 1) }, _cheque] }, count: 2);
        var huge = Enumerable.Range(1, Batch.LinesMax).Select(number => _named with { Number = number, Amount = Money.Cny(long.MaxValue / 100) }).ToList();
        Assert.Equal(Batch.LinesMax + 1, (_around with { Standings = [.. Enumerable.Repeat(_open, Batch.LinesMax + 1)] }).Refusals(_ask with { Lines = huge }).Count());
        Counted.Given(_entered).When(batch => Batch.Decide(batch, _ask with { Lines = huge }, _around)).Refused("batch_id_reused");
        Wrong("day_long_ago", "collected_on", _ask with { CollectedOn = _today.AddYears(-3).AddDays(-1) });
        Assert.Empty(_around.Refusals(_ask with { CollectedOn = _today.AddYears(-3) }));
        Wrong("day_ahead", "collected_on", _ask with { CollectedOn = _today.AddDays(1) });
        Wrong("project_over", "2:cause", _ask, _around with { Standings = [_open, new(null, [new Refusal("project_over", "project")]), _open] });
        Wrong("batch_cause_elsewhere", "1:cause", _ask, _around with { Standings = [Of(StartRules.Id(50)), Of(StartRules.Id(50)), Of(StartRules.Id(50))] }, 3);
        Wrong("batch_two_holders", "cause", _ask, _around with { Standings = [_open, _open, Of(_station)] });
        Assert.Empty((_around with { Standings = [Of(_station), Of(_station), Of(_station)], Holders = new Dictionary<Guid, DivisionCode>() }).Refusals(_ask));
        Assert.NotEmpty((_around with { Place = new Place(DivisionCode.Parse("440705"), _station) }).Refusals(_ask));

        static Standing Of(Guid holder) => _open with { Cause = _cause with { HolderId = holder } };
        static void Wrong(string code, string field, EnterBatch ask, BatchSurroundings? around = null, int count = 1)
        {
            var why = (around ?? _around).Refusals(ask).ToList();
            Assert.Equal((count, code, field), (why.Count, why[0].Code, why[0].Field));
        }
    }

    [Fact]
    public void Its_shape_is_checked_before_anything_is_read()
    {
        Assert.Empty(_ask.Validate());
        Assert.Equal([("text_missing", "place")], (_ask with { Where = "" }).Validate().Select(why => (why.Code, why.Field)));
        Assert.Equal([("amount_zero", "1:amount")], (_ask with { Lines = [_named with { Amount = Money.Cny(0) }] }).Validate().Select(why => (why.Code, why.Field)));
        Assert.Equal([("text_missing", "2:bank")], (_ask with { Lines = [_cheque with { Bank = null }] }).Validate().Select(why => (why.Code, why.Field)));
        Assert.Equal(["csv_too_many_rows"], (_ask with { Lines = [.. Enumerable.Repeat(_named, Batch.LinesMax + 1)] }).Validate().Select(why => why.Code), StringComparer.Ordinal);
    }

    [Fact]
    public void Another_person_counts_and_must_find_the_same()
    {
        Counted.Given(_entered).When(batch => Batch.Decide(batch, _confirm, _second)).Then(_confirmed);
        Counted.Given(_entered).When(batch => Batch.Decide(batch, _confirm, _first)).Refused("batch_same_person");
        Counted.Given(_entered).When(batch => Batch.Decide(batch, _confirm with { Counted = Money.Cny(100_01) }, _second)).RefusedAt("batch_count_differs", "counted");
        Counted.Given(_entered, _confirmed).When(batch => Batch.Decide(batch, _confirm, _second)).Nothing();
        Counted.Given(_entered, new BatchSentBack(_id, "?", _second)).When(batch => Batch.Decide(batch, _confirm, _second)).Refused("batch_sent_back");
        Counted.Given().When(batch => Batch.Decide(batch, _confirm, _second)).Refused("batch_unknown");
    }

    [Fact]
    public void Another_person_sends_it_back_with_the_reason()
    {
        var back = new SendBatchBack(StartRules.Id(12), _id, " 少一百 ");
        Counted.Given(_entered).When(batch => Batch.Decide(batch, back, _second)).Then(new BatchSentBack(_id, "少一百", _second));
        Counted.Given(_entered).When(batch => Batch.Decide(batch, back, _first)).Refused("batch_same_person");
        Counted.Given(_entered, _confirmed).When(batch => Batch.Decide(batch, back, _second)).Refused("batch_confirmed");
        Counted.Given(_entered, new BatchSentBack(_id, "?", _second)).When(batch => Batch.Decide(batch, back, _second)).Nothing();
        Counted.Given().When(batch => Batch.Decide(batch, back, _second)).Refused("batch_unknown");
        Assert.Equal(["text_missing"], (back with { Reason = " " }).Validate().Select(why => why.Code), StringComparer.Ordinal);
    }

    [Fact]
    public void The_bank_answers_for_a_cheque_once()
    {
        Counted.Given(_entered, _confirmed).When(batch => Batch.Decide(batch, _settle, _first)).Then(new ChequeCleared(_id, _settle.LineId, _today, _first));
        Counted.Given(_entered, _confirmed).When(batch => Batch.Decide(batch, _settle with { Cleared = false }, _first)).Then(new ChequeBounced(_id, _settle.LineId, _today, _first));
        Counted.Given(_entered, _confirmed, new ChequeCleared(_id, _settle.LineId, _today, _first)).When(batch => Batch.Decide(batch, _settle, _first)).Nothing();
        Counted.Given(_entered, _confirmed, new ChequeBounced(_id, _settle.LineId, _today, _first)).When(batch => Batch.Decide(batch, _settle, _first)).Refused("cheque_settled");
        Counted.Given(_entered).When(batch => Batch.Decide(batch, _settle, _first)).Refused("batch_not_confirmed");
        Counted.Given(_entered, _confirmed).When(batch => Batch.Decide(batch, _settle with { LineId = Batch.LineOf(_id, 1) }, _first)).Refused("cheque_unknown");
        Counted.Given(_entered, _confirmed).When(batch => Batch.Decide(batch, _settle with { On = _today.AddDays(1) }, _first)).RefusedAt("cheque_day_wrong", "on");
        Counted.Given(_entered, _confirmed).When(batch => Batch.Decide(batch, _settle with { On = _today.AddDays(-1) }, _first)).RefusedAt("cheque_day_wrong", "on");
    }

    [Theory]
    [InlineData("0012", "农业银行", "12 农业银行")]
    [InlineData(" 00-1 2ａb", "Bank of  China", "12AB BANKOFCHINA")]
    [InlineData("100", null, "100 ")]
    [InlineData("000", "农业银行", null)]
    [InlineData("—", "农业银行", null)]
    [InlineData(null, "农业银行", null)]
    public void A_cheque_is_the_same_however_its_number_is_typed(string? number, string? bank, string? mark) => Assert.Equal(mark, ChequeMark.Of(number, bank));

    [Fact]
    public void A_table_of_gifts_is_read_whole_or_not_at_all()
    {
        var (rows, errors) = Read("金额,捐赠人,匿名,支票号,银行,用途\n\"1,000\",陈美玲,是,,,\n50,,,0012,农业银行,x\n");
        Assert.Empty(errors);
        Assert.Equal((2, 1000_00L, "陈美玲", true, Batch.GiverOf(_id, 2)), (rows[0].Gift.Number, rows[0].Gift.Amount.Minor, rows[0].Name, rows[0].Gift.IsAnonymous, rows[0].Gift.DonorId));
        Assert.Equal(("0012", "农业银行", null, _cause.ProgramId), (rows[1].Gift.Cheque, rows[1].Gift.Bank, rows[1].Gift.DonorId, rows[1].Gift.Choice?.ProgramId));
        Assert.Equal(["amount_not_a_number", "batch_cause_unknown", "csv_yes_or_no"], Read("amount,cause,anonymous\nmany,y,maybe\n").Errors.Select(error => error.Why.Code), StringComparer.Ordinal);
        Assert.Equal("text_too_long", Assert.Single(Read($"amount,name\n1,{new string('a', 101)}\n").Errors).Why.Code);
        Assert.Equal("csv_heading_missing", Assert.Single(Read("name\nA\n").Errors).Why.Code);
        Assert.Equal(Batch.OfFile(_id, [1]), Batch.OfFile(_id, [1]));
        Assert.NotEqual(Batch.OfFile(_id, [1]), Batch.OfFile(_first, [1]));

        static (IReadOnlyList<GiftRow> Rows, IReadOnlyList<OfflineFileError> Errors) Read(string text) =>
            GiftFile.Read(Encoding.UTF8.GetBytes(text), _id, cause => cause == "x" ? new(_cause.ProgramId, null, null, null) : null);
    }
}
