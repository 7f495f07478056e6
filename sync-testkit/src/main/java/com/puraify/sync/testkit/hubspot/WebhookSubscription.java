package com.puraify.sync.testkit.hubspot;

import org.jspecify.annotations.Nullable;

/**
 * One subscription. Immutable.
 *
 * @param eventType such as {@code contact.propertyChange}
 * @param propertyName the property, for changes of properties alone
 * @param objectTypeId the type, for {@code object.*} alone
 */
record WebhookSubscription(
    long id,
    String eventType,
    @Nullable String propertyName,
    @Nullable String objectTypeId,
    boolean active) {

  boolean wants(ObjectType type, String kind, @Nullable String property) {
    return active
        && (eventType.equals(type.eventPrefix() + "." + kind)
            || (eventType.equals("object." + kind) && type.typeId.equals(objectTypeId)))
        && (!eventType.startsWith("object.") || type.typeId.equals(objectTypeId))
        && (property == null || property.equals(propertyName));
  }
}
