using System.Globalization;

namespace CharityLink.Giving;

/// <summary>The ids of commands by which what lives from a card hears of it: news that comes twice makes the same command.</summary>
internal static class CardNews
{
    /// <summary>It was left.</summary>
    public static Guid Kept(Guid ownerId, SavedCard card) => StableId.Beside(ownerId, $"card {card.Method}");

    /// <summary>It is gone.</summary>
    public static Guid Lost(Guid ownerId, SavedCard card) => StableId.Beside(ownerId, $"card lost {card.Method}");

    /// <summary>It has this date now.</summary>
    public static Guid Renewed(Guid ownerId, SavedCard card, CardFace face) =>
        StableId.Beside(ownerId, string.Create(CultureInfo.InvariantCulture, $"card {card.Method} until {face.ExpiryYear}-{face.ExpiryMonth}"));
}
