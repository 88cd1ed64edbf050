namespace CharityLink.Store.Tests;

public sealed class EventTypesTests
{
    [Theory]
    [InlineData("PledgeMade", "pledge_made")]
    [InlineData("DonationPaid2", "donation_paid_2")]
    [InlineData("SMSSent", "sms_sent")]
    [InlineData("QRCodePrinted", "qr_code_printed")]
    [InlineData("Refunded", "refunded")]
    public void A_type_s_stored_name_is_its_own_name_in_small_letters(string name, string stored) =>
        Assert.Equal(stored, EventTypes.SnakeCase(name));

    [Fact]
    public void Two_types_of_one_stored_name_are_refused()
    {
        var types = new EventTypes().Add<GiftMade>();
        Assert.Throws<ArgumentException>(() => types.Add<Elsewhere.GiftMade>());
        Assert.Same(types, types.Add<GiftMade>());
    }

    [Fact]
    public void Translations_that_run_in_a_circle_are_refused()
    {
        var types = new EventTypes().Upcast<GiftPlanned, GiftPlanned2>(old => new(old.Yuan)).Upcast<GiftPlanned2, GiftPlanned3>(old => new(old.Fen, "CNY"));
        Assert.Throws<ArgumentException>(() => types.Upcast<GiftPlanned3, GiftPlanned>(old => new((int)old.Minor)));
        Assert.Throws<ArgumentException>(() => types.Upcast<GiftMade, GiftMade>(old => old));
    }

    private static class Elsewhere
    {
        public sealed record GiftMade(int Number);
    }
}
