using CharityLink.Kernel;
using CharityLink.People;

namespace CharityLink.Tests.People;

public sealed class GiverLinkTests
{
    private static readonly byte[] _master = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    private static readonly PersonId _chen = new(Guid.CreateVersion7());

    [Fact]
    public void A_key_opens_the_pages_of_its_person_alone()
    {
        var link = new GiverLink(new MasterKeys(_master));
        Assert.True(link.Opens(link.KeyTo(_chen), _chen));
        Assert.False(link.Opens(link.KeyTo(_chen), new(Guid.CreateVersion7())));
        Assert.False(link.Opens(null, _chen));
        Assert.False(link.Opens(link.KeyTo(_chen)[..19], _chen));
        Assert.False(link.Opens(link.KeyTo(_chen).ToUpperInvariant() + "x", _chen));
    }

    [Fact]
    public void A_key_outlives_the_master_key_it_was_made_with() =>
        Assert.True(new GiverLink(new MasterKeys(new byte[32], _master)).Opens(new GiverLink(new MasterKeys(_master)).KeyTo(_chen), _chen));

    [Fact]
    public void A_key_of_another_installation_opens_nothing() =>
        Assert.False(new GiverLink(new MasterKeys(new byte[32])).Opens(new GiverLink(new MasterKeys(_master)).KeyTo(_chen), _chen));

    [Theory]
    [InlineData("陈美玲", "陈＊＊")]
    [InlineData("陈", "＊＊")]
    [InlineData("Mary O'Brien", "M＊＊")]
    [InlineData("𠮷野家", "𠮷＊＊")]
    public void A_mask_shows_the_first_character_at_most(string name, string mask) => Assert.Equal(mask, PersonMask.Of(name));
}
